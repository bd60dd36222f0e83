import assert from "node:assert/strict";
import { seriesFrom, type SeriesOptions } from "./series_from_rows.ts";
import { dailyTrips, ignoreReal, peytonManning } from "../testing.ts";

const until = Date.parse("2030-01-01T00:00:00Z");

function rowsOf(...values: [string, unknown][]) {
  return values.map(([time, value]) => ({ time, value }));
}

function one(rows: Record<string, unknown>[], options: SeriesOptions = {}) {
  return seriesFrom(rows, { until, ...options })[0]!;
}

Deno.test("seriesFrom() sorts, and says so", () => {
  const series = one(rowsOf(["2024-01-03", 3], ["2024-01-01", 1], ["2024-01-02", 2]));
  assert.deepEqual(series.value, [1, 2, 3]);
  assert.deepEqual(series.step, { ms: 86_400_000 });
  assert.ok(series.notes.some((note) => note.includes("sorted")));
});

Deno.test("seriesFrom() reads Dates, epoch milliseconds, zones and texts of numbers", () => {
  const series = one([
    { timestamp: new Date("2024-01-01T00:00:00Z"), n: "1" },
    { timestamp: Date.parse("2024-01-01T01:00:00Z"), n: 2n },
    { timestamp: "2024-01-01T04:00:00+02:00", n: 3 },
    { timestamp: "2024-01-01 03:00:00", n: 4 },
  ], { time: "timestamp", value: "n" });
  assert.deepEqual(series.value, [1, 2, 3, 4]);
  assert.ok(series.notes.includes("Times without a zone are taken as UTC"));
});

Deno.test("seriesFrom() splits rows by the series column", () => {
  const rows = ["a", "b"].flatMap((city) =>
    [1, 2, 3].map((day) => ({ time: `2024-01-0${day}`, value: day, city }))
  );
  const all = seriesFrom(rows, { series: "city", until });
  assert.deepEqual(all.map(({ id, value }) => [id, value]), [["a", [1, 2, 3]], ["b", [1, 2, 3]]]);
});

Deno.test("seriesFrom() reports gaps and leaves them, or fills them by the named rule", () => {
  const rows = rowsOf(["2024-01-01", 1], ["2024-01-02", 2], ["2024-01-04", null], [
    "2024-01-05",
    6,
  ]);
  const left = one(rows);
  assert.deepEqual(left.value, [1, 2, NaN, NaN, 6]);
  assert.match(left.notes.at(-1)!, /2 of 5 times have no value, the first at 2024-01-03/);
  assert.deepEqual(one(rows, { fill: "zero" }).value, [1, 2, 0, 0, 6]);
  assert.deepEqual(one(rows, { fill: "previous" }).value, [1, 2, 2, 2, 6]);
  const linear = one(rows, { fill: "linear" });
  assert.deepEqual(linear.value.map((value) => Math.round(10 * value)), [10, 20, 33, 47, 60]);
  assert.match(linear.notes.at(-1)!, /filled: linear/);
});

Deno.test("seriesFrom() fills by season from one season before", () => {
  const rows = Array.from({ length: 48 }, (_, i) => ({
    time: Date.UTC(2024, 0, 1, i),
    value: i === 30 ? null : i % 24,
  }));
  assert.equal(one(rows, { fill: "seasonal" }).value[30], 6);
});

Deno.test("seriesFrom() refuses a time that comes twice, or joins its rows by the named rule", () => {
  const rows = rowsOf(["2024-01-01", 1], ["2024-01-02", 2], ["2024-01-02", 4], ["2024-01-03", 3]);
  assert.throws(() => one(rows), {
    name: "RangeError",
    message: /2 rows have the time 2024-01-02/,
  });
  assert.deepEqual(one(rows, { duplicates: "sum" }).value, [1, 6, 3]);
  assert.deepEqual(one(rows, { duplicates: "mean" }).value, [1, 3, 3]);
  assert.deepEqual(one(rows, { duplicates: "last" }).value, [1, 4, 3]);
});

Deno.test("seriesFrom() drops the last bucket while it is not over, and says so", () => {
  const rows = rowsOf(["2024-01-01", 5], ["2024-01-02", 6], ["2024-01-03", 1]);
  const noon = Date.parse("2024-01-03T12:00:00Z");
  const cut = one(rows, { until: noon });
  assert.deepEqual(cut.value, [5, 6]);
  assert.match(cut.notes.at(-1)!, /last value \(1 at 2024-01-03.*dropped: its bucket ends after/);
  assert.equal(one(rows, { until: noon, last: "keep" }).value.length, 3);
  assert.equal(one(rows, { last: "drop" }).value.length, 2);
  assert.equal(one(rows).value.length, 3);
});

Deno.test("seriesFrom() refuses rows that are not a series, naming the row", () => {
  const cases: [Record<string, unknown>[], RegExp][] = [
    [[], /there are no rows/],
    [[{ at: 1, value: 2 }], /row 1 has no column "time", it has "at", "value"/],
    [rowsOf(["2024-01-01", 1], ["soon", 2]), /time of row 2: soon is not a time/],
    [
      rowsOf(["2024-01-01", 1], ["2024-01-02", "many"]),
      /value of row 2: many is not a finite number/,
    ],
    [rowsOf(["2024-01-01", 1], ["2024-01-02", Infinity]), /row 2: .* is not a finite number/],
    [rowsOf(["2024-01-01", 1]), /one time is too few/],
    [rowsOf(["2024-01-01", null], ["2024-01-02", NaN]), /it has no values/],
    [rowsOf(["2024-01-01", 1], ["2024-01-02", 1], ["2024-01-03T05:00:00Z", 1]), /regular step/],
  ];
  for (const [rows, message] of cases) assert.throws(() => one(rows), message);
});

Deno.test({
  name: "seriesFrom() drops the partial last day of a real export, and finds missing days",
  ignore: ignoreReal,
  fn() {
    const trips = dailyTrips();
    assert.equal(trips.value.length, 1673);
    assert.match(trips.notes.at(-1)!, /The last value \(71 at 2017-08-01/);
    const visits = peytonManning();
    assert.equal(visits.value.filter((value) => !isNaN(value)).length, 2905);
    assert.deepEqual(visits.step, { ms: 86_400_000 });
  },
});
