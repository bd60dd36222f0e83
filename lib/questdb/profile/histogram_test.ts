import assert from "node:assert/strict";
import { emptyProfile } from "./column.ts";
import { rangeOf } from "./histogram.ts";

const column = { ...emptyProfile({ name: "fare", type: "DOUBLE" }), min: -1000, max: 50 };

Deno.test("rangeOf() cuts outliers three interquartile ranges beyond the quartiles", () => {
  assert.deepEqual(rangeOf({ ...column, quartiles: [10, 12, 20] }), [-20, 50]);
  assert.deepEqual(rangeOf({ ...column, quartiles: [10, 11, 12] }), [4, 18]);
});

Deno.test("rangeOf() is the whole range without quartiles, or if they are equal", () => {
  assert.deepEqual(rangeOf(column), [-1000, 50]);
  assert.deepEqual(rangeOf({ ...column, quartiles: [10, 10, 10] }), [-1000, 50]);
});
