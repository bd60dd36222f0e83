import assert from "node:assert/strict";
import { cached } from "./cached.ts";

function counted() {
  let calls = 0, now = 0, failing = false;
  const value = cached(async () => {
    calls++;
    await Promise.resolve();
    if (failing) throw new Error("no answer");
    return calls;
  }, { fresh: 10, stale: 20, now: () => now });
  return {
    value,
    at: (time: number) => now = time,
    fail: (yes: boolean) => failing = yes,
    calls: () => calls,
  };
}

Deno.test("cached() looks up once for all who ask at a time", async () => {
  const { value, calls } = counted();
  assert.deepEqual(await Promise.all([value.get(), value.get(), value.get()]), [1, 1, 1]);
  assert.equal(calls(), 1);
});

Deno.test("cached() gives an older value while it looks up, and waits once that is too old", async () => {
  const { value, at } = counted();
  assert.equal(await value.get(), 1);
  at(11);
  assert.equal(await value.get(), 1);
  await Promise.resolve();
  at(12);
  assert.equal(await value.get(), 2);
  at(40);
  assert.equal(await value.get(), 3);
});

Deno.test("cached() throws an error to who waits for it, and does not keep it", async () => {
  const { value, fail, at } = counted();
  fail(true);
  await assert.rejects(value.get(), /no answer/);
  fail(false);
  assert.equal(await value.get(), 2);
  fail(true);
  at(15);
  assert.equal(await value.get(), 2);
  at(100);
  await assert.rejects(value.get(), /no answer/);
});

Deno.test("cached() forgets also what is being looked up", async () => {
  const { value, calls } = counted();
  const first = value.get();
  value.forget();
  await first;
  assert.equal(await value.get(), 2);
  assert.equal(calls(), 2);
});
