import assert from "node:assert/strict";
import {
  columnFormat,
  compact,
  exact,
  isIdentifier,
  labelFormat,
  rounded,
  tickFormat,
  timeText,
} from "./numbers.ts";

Deno.test("exact() keeps all digits, but not those of rounding errors", () => {
  assert.equal(exact(1234567), "1,234,567");
  assert.equal(exact(-9007199254740991), "-9,007,199,254,740,991");
  assert.equal(exact(2n ** 60n), "1,152,921,504,606,846,976");
  assert.equal(exact(0.1 + 0.2), "0.3");
  assert.equal(exact(-1234.5678), "-1,234.5678");
  assert.equal(exact(1e-9), "1e-9");
  assert.equal(exact(-0), "-0");
  assert.equal(exact(NaN), "NaN");
  assert.equal(exact(20260101, true), "20260101");
});

Deno.test("columnFormat() lines decimals up, with separators unless the column holds ids or years", () => {
  assert.deepEqual([1, 1234.5, 2e6].map(columnFormat([1, 1234.5, 2e6])), [
    "1.0",
    "1,234.5",
    "2,000,000.0",
  ]);
  assert.equal(columnFormat([12345], "trip_id")(12345), "12345");
  assert.equal(columnFormat([2026], "year")(2026), "2026");
  assert.equal(columnFormat([2026], "events")(2026), "2,026");
  assert.equal(columnFormat([1e-6])(1e-6), "0.000001");
});

Deno.test("isIdentifier() knows ids and years by the words of a name", () => {
  const plain = ["id", "trip_id", "userId", "year", "birth year", "pickup_census_tract", "zip"];
  const counts = ["events", "paid", "video", "yearly_total", "width", "median"];
  assert.deepEqual(plain.filter((name) => !isIdentifier(name)), []);
  assert.deepEqual(counts.filter(isIdentifier), []);
});

Deno.test("tickFormat() writes the digits that tell neighbours apart", () => {
  assert.deepEqual([0, 0.5, 1].map(tickFormat(0.5)), ["0.0", "0.5", "1.0"]);
  assert.deepEqual([1000, 1500].map(tickFormat(500)), ["1,000", "1,500"]);
  assert.deepEqual([2e6, 2.25e6].map(tickFormat(250_000)), ["2M", "2.25M"]);
  assert.equal(tickFormat(1, true)(2026), "2026");
  assert.equal(tickFormat(0.1)(-0.00001), "0.0");
});

Deno.test("compact(), rounded() and timeText() are short", () => {
  assert.deepEqual([1234567, 0.00412].map(compact), ["1.23M", "0.00412"]);
  assert.deepEqual([1234567.891, 0.123456].map(rounded), ["1,234,567.89", "0.123"]);
  assert.equal(timeText(new Date(0)), "1970-01-01 00:00:00");
  assert.equal(timeText(new Date(1)), "1970-01-01 00:00:00.001");
});

Deno.test("labelFormat() writes all numbers of a chart with the same decimals", () => {
  const written = (...values: number[]) => values.map(labelFormat(values));
  assert.deepEqual(written(18.567, 13.7, 11.2), ["18.57", "13.70", "11.20"]);
  assert.deepEqual(written(3.11, 0.804, 0.87, 1.3), ["3.11", "0.80", "0.87", "1.30"]);
  assert.deepEqual(written(0.8042, 0.21, 0), ["0.804", "0.210", "0.000"]);
  assert.deepEqual(written(1234.56, -0.4, 8), ["1,235", "0", "8"]);
  assert.deepEqual(written(12, 7), ["12", "7"]);
  assert.deepEqual(written(1234567.891, 2), ["1,234,568", "2"]);
  assert.deepEqual(written(0, 0), ["0", "0"]);
  assert.deepEqual(written(0.00001234), ["0.0000123"]);
  assert.deepEqual(written(), []);
});
