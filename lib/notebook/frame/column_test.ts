import assert from "node:assert/strict";
import { ColumnBuilder } from "./column.ts";

function column(values: readonly unknown[]): unknown[] {
  const builder = new ColumnBuilder();
  for (const value of values) builder.push(value);
  const made = builder.end();
  return Array.from({ length: made.length }, (_, row) => made.at(row));
}

Deno.test("ColumnBuilder keeps every value, whatever the types", () => {
  const day = new Date(5);
  const many = Array.from({ length: 5000 }, (_, i) => i % 11 === 0 ? null : i / 3);
  const cases: unknown[][] = [
    [],
    [1, 2.5, -0, NaN],
    [null, 1, null],
    [null, null],
    [day, null, day],
    ["a", "b", "a", null],
    [null, null, "a"],
    [1, "a", null, day],
    [1, 2n ** 60n, null],
    [true, false],
    many,
    [...many, "x"],
  ];
  for (const values of cases) assert.deepEqual(column(values), values);
  assert.deepEqual(column([undefined, 1]), [null, 1]);
});
