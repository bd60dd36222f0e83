import assert from "node:assert/strict";
import { promisify } from "node:util";
import { until } from "../../retry.ts";
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
  }, 200);
  const second = setTimeout(() => log.push("cleared"), 200);
  setTimeout((a: number, b: number) => log.push(`third ${a} ${b}`), 200, 1, 2);
  setImmediate(() => log.push("at once"));
  let count = 0;
  const interval = setInterval(() => ++count === 3 && clearInterval(interval), 1);
  await promisify(setTimeout)(5);
  await until(() => count === 3 && log.length === 4, { within: 20_000 });
  assert.deepEqual(log, ["at once", "first", "its microtask", "third 1 2"]);
  await sleep(10);
  assert.equal(count, 3, "it was cleared");
});

Deno.test("replaceTimers() ends the intervals of a stopped cell, and only those", async () => {
  const { setTimeout, setInterval } = timers();
  openCell({ id: 1, count: 1, code: "" });
  enterCell(1);
  const stopped = currentCell()!;
  let [beats, rang] = [0, false];
  const interval = setInterval(() => beats++, 2);
  setTimeout(() => rang = true, 20);
  await until(() => beats > 0, { within: 20_000 });
  stopped.over = true;
  const before = beats;
  await until(() => rang, { within: 20_000 }); // other timers go on
  await sleep(10);
  clearInterval(interval);
  assert.equal(beats, before);
});
