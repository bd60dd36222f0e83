import assert from "node:assert/strict";
import { MOST_ROWS, packRows, rowsOf } from "./panel_answer.ts";

Deno.test("rowsOf() gives back what packRows() has packed", () => {
  const rows = [
    { at: new Date("2026-01-01T00:00:00Z"), name: "<b>", n: 1.5, big: 2n ** 60n, list: [1, 2] },
    { at: null, name: null, n: 2, big: null, list: null },
  ];
  assert.deepEqual(rowsOf(JSON.parse(JSON.stringify(packRows(rows)))), rows);
});

Deno.test("packRows() sends a part of many rows and says so; an invalid time is empty", () => {
  const packed = packRows(Array.from({ length: MOST_ROWS + 1 }, (_, i) => ({ i })));
  assert.deepEqual([packed.rows.length, packed.more], [MOST_ROWS, MOST_ROWS + 1]);
  assert.deepEqual(packRows([{ at: new Date(NaN) }]).rows, [[null]]);
});
