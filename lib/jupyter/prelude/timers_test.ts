import assert from "node:assert/strict";
import { promisify } from "node:util";
import { currentCell, enterCell, openCell } from "./cell_runs.ts";
import { replaceTimers } from "./timers.ts";

/** Replacements for the global timers. */
function timers() {
  const own = { setTimeout, setInterval, setImmediate };
  replaceTimers(own);
  return own;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

Deno.test("replaceTimers() keeps arguments, order, clearing and the properties of the functions", async () => {
  const { setTimeout, setInterval, setImmediate } = timers();
  const log: string[] = [];
  setTimeout(() => {
    log.push("first");
    clearTimeout(second);
    queueMicrotask(() => log.push("its microtask"));
  }, 5);
  const second = setTimeout(() => log.push("cleared"), 5);
  setTimeout((a: number, b: number) => log.push(`third ${a} ${b}`), 5, 1, 2);
  setImmediate(() => log.push("at once"));
  let count = 0;
  const interval = setInterval(() => ++count === 3 && clearInterval(interval), 1);
  await promisify(setTimeout)(40);
  assert.deepEqual(log, ["at once", "first", "its microtask", "third 1 2"]);
  assert.equal(count, 3);
});

Deno.test("replaceTimers() ends the intervals of a stopped cell, and only those", async () => {
  const { setTimeout, setInterval } = timers();
  openCell({ id: 1, count: 1, code: "" });
  enterCell(1);
  const stopped = currentCell()!;
  let [beats, rang] = [0, false];
  const interval = setInterval(() => beats++, 2);
  setTimeout(() => rang = true, 20);
  await sleep(12);
  assert.ok(beats > 0);
  stopped.over = true;
  const before = beats;
  await sleep(30);
  clearInterval(interval);
  assert.equal(beats, before);
  assert.ok(rang, "other timers go on");
});
