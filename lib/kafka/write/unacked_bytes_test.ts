import assert from "node:assert/strict";
import { UnackedBytes } from "./unacked_bytes.ts";

Deno.test("UnackedBytes.atMost() resolves when enough is acknowledged, for each limit", async () => {
  const unacked = new UnackedBytes();
  await unacked.atMost(0);
  unacked.add(10);
  await unacked.atMost(10);
  const reached: number[] = [];
  const waits = [0, 5, 9].map((limit) => unacked.atMost(limit).then(() => reached.push(limit)));
  unacked.ack(5);
  await Promise.all(waits.slice(1));
  assert.deepEqual(reached, [5, 9]);
  unacked.ack(5);
  await Promise.all(waits);
  assert.deepEqual(reached, [5, 9, 0]);
  assert.equal(unacked.count, 0);
});

Deno.test("UnackedBytes.fail() rejects everyone who waits", async () => {
  const unacked = new UnackedBytes();
  unacked.add(10);
  const waits = [unacked.atMost(0), unacked.atMost(5)];
  unacked.fail(new RangeError("mine"));
  for (const wait of waits) await assert.rejects(wait, RangeError);
});
