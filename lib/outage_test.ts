import assert from "node:assert/strict";
import { Outages } from "./outage.ts";
import { sleep, until } from "./retry.ts";

const AT = "127.0.0.1:9092";

/** Outages with short times. */
function setUp({ firstAfter = 5, every = 10 } = {}) {
  const lines: string[] = [];
  const outages = new Outages((line) => void lines.push(line), { firstAfter, every });
  return { lines, outages, kafka: outages.of("Kafka") };
}

Deno.test("Outages says once per service that it is not available, what waits, and that it is back", async () => {
  const { lines, outages, kafka } = setUp();
  assert.equal(outages.of("Kafka"), kafka);
  let records = 1;
  using _held = outages.holds(() => `${records++} records of t read and not yet committed`);
  using _none = outages.holds(() => undefined);
  const one = kafka.wait(AT, "connection refused");
  const other = kafka.wait(AT, "connection closed");
  await until(() => lines.length === 2, { every: 1 });
  kafka.answered(AT, one);
  await until(() => lines.length === 3, { every: 1 }); // the other still waits
  kafka.answered(AT, other);
  assert.deepEqual(lines, [
    `Kafka at ${AT} is not available: connection refused. Waiting for it: 1 records of t read and not yet committed, 2 requests`,
    `Kafka at ${AT} is not available for 0 s: connection refused. Waiting for it: 2 records of t read and not yet committed, 2 requests`,
    `Kafka at ${AT} is not available for 0 s: connection closed. Waiting for it: 3 records of t read and not yet committed, 1 request`,
    `Kafka at ${AT} is back after 0 s`,
  ]);
});

Deno.test("Outages is silent about a failure that is over soon", async () => {
  const { lines, kafka } = setUp();
  kafka.answered(AT, kafka.wait(AT, "connection closed"));
  kafka.answered(AT);
  await sleep(15);
  assert.deepEqual(lines, []);
});

Deno.test("Outages goes on while a request that was given up is made again", async () => {
  const { lines, kafka } = setUp();
  const first = kafka.wait(AT, "connection refused");
  await until(() => lines.length === 1, { every: 1 });
  kafka.giveUp(first);
  await sleep(20);
  assert.equal(lines.length, 1);
  const second = kafka.wait(AT, "connection refused");
  await until(() => lines.length === 2, { every: 1 });
  assert.match(lines[1]!, /is not available for 0 s/);
  kafka.giveUp(second);
  kafka.answered(AT); // another request, at its first try
  assert.match(lines[2]!, /is back/);
  kafka.answered(AT);
  assert.equal(lines.length, 3);
});
