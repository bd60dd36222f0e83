import assert from "node:assert/strict";
import { sharedWork } from "./shared_work.ts";

const { signal: never } = new AbortController();

Deno.test("sharedWork() does the work of a key once, and one key at a time", async () => {
  const shared = sharedWork<string>();
  const begun: string[] = [];
  const { promise: open, resolve } = Promise.withResolvers<void>();
  const work = (name: string) => async () => {
    begun.push(name);
    if (name === "a") await open;
    return name;
  };
  const all = [
    shared.get("a", work("a"), never),
    shared.get("a", work("a again"), never),
    shared.get("b", work("b"), never),
  ];
  await Promise.resolve().then(() => {});
  assert.deepEqual(begun, ["a"]);
  resolve();
  assert.deepEqual(await Promise.all(all), ["a", "a", "b"]);
  assert.equal(await shared.get("a", work("a later"), never), "a");
  assert.deepEqual(begun, ["a", "b"]);
});

Deno.test("sharedWork() goes on while one still waits, and aborts when the last leaves", async () => {
  const shared = sharedWork<string>();
  let aborted = 0;
  const work = (signal: AbortSignal) =>
    new Promise<string>((_, reject) =>
      signal.addEventListener("abort", () => {
        aborted++;
        reject(signal.reason);
      })
    );
  const [first, second] = [new AbortController(), new AbortController()];
  const waits = [shared.get("a", work, first.signal), shared.get("a", work, second.signal)];
  first.abort(new Error("first left"));
  await assert.rejects(waits[0]!, /first left/);
  assert.equal(aborted, 0);
  second.abort(new Error("second left"));
  await assert.rejects(waits[1]!, /second left/);
  assert.equal(aborted, 1);
  assert.equal(await shared.get("a", () => Promise.resolve("again"), never), "again");
});

Deno.test("sharedWork() does not keep errors, nor more results than it should", async () => {
  const shared = sharedWork<number>({ most: 2 });
  await assert.rejects(shared.get("a", () => Promise.reject(new Error("no")), never), /no/);
  let begun = 0;
  const work = () => Promise.resolve(++begun);
  for (const key of ["a", "b", "a", "c", "a", "b"]) await shared.get(key, work, never);
  assert.equal(begun, 4); // b was used longest ago when c came
});
