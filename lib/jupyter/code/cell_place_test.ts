import assert from "node:assert/strict";
import { placeOf } from "./cell_place.ts";

Deno.test("placeOf() prefers the cell that failed to those that it called", () => {
  const stack = "Error: x\n    at f (cell [1], line 9)\n    at cell [3], line 2";
  assert.deepEqual(placeOf(stack, 3), { cell: 3, line: 2 });
  assert.deepEqual(placeOf(stack), { cell: 1, line: 9 });
  assert.deepEqual(placeOf("Error: x", 4), { cell: 4 });
  assert.deepEqual(placeOf("Error: x"), {});
});
