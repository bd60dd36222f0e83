import assert from "node:assert/strict";
import { openCell, stopCell } from "./prelude/cell_runs.ts";
import { stopSignal } from "./stop_signal.ts";

Deno.test("stopSignal() returns the signal of the running cell only", async () => {
  assert.equal(stopSignal().aborted, false);
  openCell({ id: 1, count: 1, code: "" });
  const first = stopSignal();
  stopCell();
  assert.ok(first.aborted);
  openCell({ id: 2, count: 2, code: "" });
  assert.equal(stopSignal().aborted, false);
  await new Promise((resolve) => setTimeout(resolve, 300)); // the grace of the first
});
