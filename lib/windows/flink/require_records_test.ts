import assert from "node:assert/strict";
import { findWindow } from "../find.ts";
import { cannotGoOn } from "../checkpoints.ts";
import { missingRecords } from "./require_records.ts";

const missing = (
  [start, end]: [start: number, end: number],
  { begun = 0, read, restored }: { begun?: number; read?: number; restored: boolean },
) =>
  missingRecords({
    info: { topic: "t", partitions: [{ partition: 0, leader: 1, start, end }] },
    starts: [[0, begun]],
    read: new Map(read === undefined ? [] : [[0, read]]),
  }, restored);

Deno.test("missingRecords() of a job that goes on: what it has not read must be there", () => {
  assert.equal(missing([50, 90], { read: 50, restored: true }), undefined);
  assert.match(missing([51, 90], { read: 50, restored: true })!, /^records of t\/0 have expired/);
  assert.match(missing([1, 90], { restored: true })!, /expired/); // it is not known how far it read
});

Deno.test("missingRecords() of a job that reads from the start: all of its rows must be there", () => {
  assert.equal(missing([7, 90], { begun: 7, read: 50, restored: false }), undefined);
  assert.match(missing([8, 90], { begun: 7, read: 50, restored: false })!, /^Flink has no state/);
});

Deno.test("missingRecords() notices a topic that was made again", () => {
  for (const restored of [true, false]) {
    assert.match(missing([0, 40], { read: 50, restored })!, /deleted and made again$/);
  }
});

Deno.test("missingRecords() takes partitions that were added", () => {
  const partitions = [0, 1].map((partition) => ({ partition, leader: 1, start: 0, end: 9 }));
  const progress = {
    info: { topic: "t", partitions },
    starts: [],
    read: new Map<number, number>(),
  };
  for (const restored of [true, false]) assert.equal(missingRecords(progress, restored), undefined);
});

Deno.test("cannotGoOn() has the command that helps", () => {
  const { message } = cannotGoOn(findWindow("transactions_3s"), "flink", "some reason");
  assert.match(
    message,
    /some reason\. .*: deno task windows transactions_3s --engine flink drop, /,
  );
});
