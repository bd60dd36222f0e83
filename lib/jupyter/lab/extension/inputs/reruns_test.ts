import assert from "node:assert/strict";
import { readersNote } from "./notes.ts";
import type { InputAnswer } from "./protocol.ts";
import { type RerunInput, Reruns } from "./reruns.ts";

/** A notebook of cells a, b, c that logs what happens; `during` is called while a cell runs. */
function notebook(during: (cell: string) => string | undefined | void = () => {}) {
  const log: string[] = [];
  const reruns = new Reruns({
    order: () => ["input", "a", "b", "c"],
    execute: (code) => Promise.resolve(void log.push(code)),
    async run(cell) {
      log.push(cell);
      await Promise.resolve();
      return during(cell) ?? undefined;
    },
    number: (cell) => `[${cell}]`,
  });
  const input = (cells: string[], answer?: InputAnswer): RerunInput => ({
    send: (value) =>
      Promise.resolve(
        answer ?? {
          type: "cells",
          cells: cells.map((cell) => ({ cell, reads: ["n"], again: [] })),
          assign: `n = ${value}`,
        },
      ),
    say: (note, failed) => log.push(failed ? `! ${note}` : note),
    rest: (cells) => log.push(`rest ${cells.length}`),
  });
  return { log, reruns, input };
}

Deno.test("Reruns runs the readers of an input, one after the other", async () => {
  const { log, reruns, input } = notebook();
  await reruns.set(input(["a", "c"]), 7);
  const said = ["Running [a] (1 of 2) …", "a", "Running [c] (2 of 2) …", "c"];
  assert.deepEqual(log, ["n = 7", ...said, "rest 2"]);
});

Deno.test("Reruns takes the latest of the values that come meanwhile, and begins again", async () => {
  let n = 1;
  const { log, reruns, input } = notebook((cell) => {
    if (cell !== "a" || n > 3) return;
    void reruns.set(slider, ++n);
    void reruns.set(slider, ++n);
  });
  const slider = input(["a", "b"]);
  await reruns.set(slider, n);
  const runs = log.filter((line) => !line.startsWith("Running"));
  assert.deepEqual(runs, ["n = 1", "a", "n = 3", "a", "n = 5", "a", "b", "rest 2"]);
});

Deno.test("Reruns keeps the cells of another input that were not run yet", async () => {
  const { log, reruns, input } = notebook((cell) => {
    if (cell === "a") void reruns.set(input(["b"]), 9);
  });
  await reruns.set(input(["a", "c"]), 1);
  assert.deepEqual(log.filter((line) => /^\w( =|$)/.test(line)), ["n = 1", "a", "n = 9", "b", "c"]);
});

Deno.test("Reruns ends with a cell that fails, and says what was not run", async () => {
  const { log, reruns, input } = notebook((cell) => cell === "b" ? "TypeError: no" : undefined);
  const slider = input(["a", "b", "c"]);
  await reruns.set(slider, 1);
  assert.equal(log.at(-1), "! Stopped at [b]: TypeError: no. Not run: [c]");
  await reruns.set(input(["c"]), 2);
  assert.deepEqual(log.slice(-3), ["Running [c] (1 of 1) …", "c", "rest 1"]);
});

Deno.test("Reruns says why a value was not taken, or that the kernel is gone", async () => {
  const { log, reruns, input } = notebook();
  await reruns.set(input([], { type: "refused", message: "The value is too large" }), 1);
  const lost = { ...input([]), send: () => Promise.reject(new Error("Not connected")) };
  await reruns.set(lost, 1);
  assert.deepEqual(log, ["! The value is too large", "! Not connected"]);
});

Deno.test("readersNote() names the cells and why they run again", () => {
  const cells = [
    { cell: "4", reads: ["days"], again: [] },
    { cell: "5", reads: ["days", "rows"], again: [] },
    { cell: "6", reads: ["rows"], again: [] },
    { cell: "8", reads: [], again: ["rows"] },
  ];
  assert.equal(
    readersNote(cells, "days", (cell) => `[${cell}]`),
    "Re-runs [4], [5]: they read days; then [6]: it reads rows; then [8]: it sets rows again",
  );
  assert.equal(readersNote([], "days", String), "No other cell that ran reads days");
});
