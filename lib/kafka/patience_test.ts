import assert from "node:assert/strict";
import { UnavailableError } from "../errors.ts";
import { Outages } from "../outage.ts";
import { until } from "../retry.ts";
import { createErrorFromCode } from "./kafkajs_internals.ts";
import { kafkajsErrors } from "./kafkajs_testing.ts";
import { patientRetry, withPatience } from "./patience.ts";

const at = { action: "read x", address: "h:1" };
const ok = () => Promise.resolve("ok");
const away = () => new kafkajsErrors.KafkaJSConnectionError("ECONNREFUSED");

Deno.test("withPatience() retries transient failures", async () => {
  let calls = 0;
  const retried: unknown[] = [];
  const work = () => ++calls < 3 ? Promise.reject(away()) : Promise.resolve("ok");
  const options = { ...at, onRetry: (error: unknown) => retried.push(error) };
  assert.equal(await withPatience(work, options), "ok");
  assert.equal(calls, 3);
  assert.equal(retried.length, 2);
});

Deno.test("withPatience() gives up when its time is over", async () => {
  let clock = 0, calls = 0;
  const work = () => {
    calls++;
    clock += 100;
    return Promise.reject(away());
  };
  await assert.rejects(
    withPatience(work, { ...at, patience: 250, now: () => clock }),
    UnavailableError,
  );
  assert.equal(calls, 2); // at 100 the next would begin at 150, at 200 at 300
});

Deno.test("withPatience() throws other failures at once, and any failure once it is aborted", async () => {
  let calls = 0;
  const failing = (error: () => Error) => () => (calls++, Promise.reject(error()));
  await assert.rejects(withPatience(failing(() => new TypeError("mine")), at), TypeError);
  assert.equal(calls, 1);
  const signal = AbortSignal.abort();
  await assert.rejects(withPatience(failing(away), { ...at, signal }), UnavailableError);
  assert.equal(calls, 2);
});

Deno.test("withPatience() waits only briefly for an unknown topic", async () => {
  let clock = 0;
  const work = () => {
    clock += 1000;
    return Promise.reject(createErrorFromCode(3));
  };
  await assert.rejects(withPatience(work, { ...at, now: () => clock }), /read x: no such topic/);
  assert.equal(clock, 2000);
  clock = 0;
  const made = { ...at, isNew: true, patience: Infinity, now: () => clock += 9000 };
  await assert.rejects(withPatience(work, made), /read x: no such topic/);
  assert.ok(clock > 40_000 && clock < 80_000, `${clock} ms`);
});

Deno.test("withPatience() gives a broker that comes back time to load its topics", async () => {
  let clock = 0, calls = 0;
  const work = () => {
    clock += 3000; // away at 3 s and 6 s, back without its topics at 9 s, well at 12 s
    calls++;
    if (calls <= 2) return Promise.reject(away());
    return calls === 3 ? Promise.reject(createErrorFromCode(3)) : Promise.resolve("ok");
  };
  assert.equal(await withPatience(work, { ...at, now: () => clock }), "ok");
});

Deno.test("patientRetry() logs each retry, and names action and address in the end", async () => {
  const logged: string[] = [];
  const log = (_: string, message: string) => logged.push(message);
  let calls = 0;
  const retry = patientRetry({ address: "h:1", patience: 1000, log }, undefined);
  assert.equal(await retry("read x", () => ++calls < 2 ? Promise.reject(away()) : ok()), "ok");
  assert.deepEqual(logged, ["read x again: ECONNREFUSED"]);
  const impatient = patientRetry({ address: "h:1", patience: 0, log }, undefined);
  await assert.rejects(impatient("read x", () => Promise.reject(away())), /Kafka at h:1/);
  const unknown = () => Promise.reject(createErrorFromCode(10));
  await assert.rejects(
    retry("read x", unknown),
    /^Error: Cannot read x: Kafka answers MESSAGE_TOO_/,
  );
});

Deno.test("withPatience() tells a person of failures and of what is not answered, not of a short wait", async () => {
  const lines: string[] = [];
  const outages = new Outages((line) => void lines.push(line), { firstAfter: 1 });
  const outage = outages.of("Kafka");
  let calls = 0;
  const failing = () => lines.length === 0 ? (calls++, Promise.reject(away())) : ok();
  await withPatience(failing, { ...at, outage });
  assert.ok(calls > 0);
  await withPatience(async () => void await until(() => lines.length === 3, { every: 1 }), {
    ...at,
    outage,
    noAnswer: 1,
  });
  await withPatience(ok, { ...at, outage });
  let address = "h:1";
  const moved = () => {
    if (lines.length === 5) {
      address = "h:2"; // where it was found
      return ok();
    }
    return Promise.reject(away());
  };
  await withPatience(moved, { ...at, address: () => address, outage });
  assert.deepEqual(lines, [
    "Kafka at h:1 is not available: connection refused. Waiting for it: 1 request",
    "Kafka at h:1 is back after 0 s",
    "Kafka at h:1 is not available: no answer. Waiting for it: 1 request",
    "Kafka at h:1 is back after 0 s",
    "Kafka at h:1 is not available: connection refused. Waiting for it: 1 request",
    "Kafka at h:2 is back after 0 s",
  ]);
});
