import assert from "node:assert/strict";
import { UsageError } from "../../errors.ts";
import type { RowTable } from "./row_table.ts";
import { seriesFromTable } from "./series_from_table.ts";

const until = Date.parse("2030-01-01T00:00:00Z");

function tableOf(rows: Record<string, unknown>[], lines?: number[]): RowTable {
  return { columns: Object.keys(rows[0]!), rows, source: "in.csv", ...(lines && { lines }) };
}

const days = Array.from({ length: 9 }, (_, at) => ({
  note: "none",
  date: `2024-01-0${at + 1}`,
  count: String(at),
}));

Deno.test("seriesFromTable() finds the time by its name and the value by its numbers", () => {
  const [series] = seriesFromTable(tableOf(days), { until });
  assert.equal(series!.id, "count");
  assert.deepEqual(series!.value, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

Deno.test("seriesFromTable() prefers a column with Dates, and splits by the series column", () => {
  const rows = ["a", "b"].flatMap((city) =>
    [1, 2, 3].map((day) => ({ time: city, at: new Date(Date.UTC(2024, 0, day)), n: day, city }))
  );
  const found = seriesFromTable(tableOf(rows), { series: "city", until });
  assert.deepEqual(found.map(({ id, value }) => [id, value]), [["a", [1, 2, 3]], ["b", [1, 2, 3]]]);
});

Deno.test("seriesFromTable() counts rows without a time by the step, and reads decimal years", () => {
  const counted = seriesFromTable(tableOf([{ x: 3 }, { x: 4 }]), { step: 60_000, until });
  assert.deepEqual(counted.map(({ time, step }) => [time, step]), [[[0, 60_000], { ms: 60_000 }]]);
  const years = [1956, 1956.25, 1956.5].map((time) => ({ time, value: 1 }));
  assert.deepEqual(seriesFromTable(tableOf(years), { until })[0]!.step, { months: 3 });
});

Deno.test("seriesFromTable() refuses unknown columns, gaps and bad values by name and line", () => {
  const option = (name: string, value = "") => `--${name} ${value}`.trim();
  const refused = (rows: Record<string, unknown>[], message: RegExp, options = {}) =>
    assert.throws(() => seriesFromTable(tableOf(rows), { until, option, ...options }), message);
  assert.throws(() => seriesFromTable(tableOf(days), { value: "x" }), UsageError);
  refused(days, /Cannot use --value "x": in\.csv has the columns "note", "date", "count"/, {
    value: "x",
  });
  refused([{ x: 1 }], /Cannot find the time in in\.csv.*--time, .*--step 30m/);
  refused(days.map((day) => ({ ...day, count: "many" })), /none holds only numbers.*--value/);
  const gappy = days.map((day, at) => at === 4 ? { ...day, count: "" } : day);
  refused(gappy, /1 of 9 times have no value.*--fill zero, previous/);
  assert.equal(seriesFromTable(tableOf(gappy), { until, fill: "linear" })[0]!.value[4], 4);
  const bad = days.map((day, at) => at === 2 ? { ...day, count: "many" } : day);
  const lines = days.map((_, at) => at + 2);
  assert.throws(
    () => seriesFromTable(tableOf(bad, lines), { until, value: "count" }),
    /value of in\.csv:4: many is not a finite number/,
  );
});

Deno.test("seriesFromTable() refuses a column whose name comes twice, if it is used", () => {
  const table = { ...tableOf(days), repeated: ["note", "count"] };
  assert.throws(() => seriesFromTable(table, { until }), {
    name: "UsageError",
    message: /the column "count" of in\.csv: several columns have this name\. Rename them/,
  });
  assert.equal(seriesFromTable({ ...table, repeated: ["note"] }, { until }).length, 1);
});

Deno.test("seriesFromTable() leaves out a series that cannot be made, and reports it", () => {
  const short = [{ date: "2024-01-01", city: "c", n: 1 }];
  const rows = ["a", "b"].flatMap((city) =>
    days.map(({ date }, n) => ({ date, city, n: city === "b" && n === 4 ? null : n }))
  );
  const table = tableOf([...rows, ...short]);
  const reasons: string[] = [];
  const options = { series: "city", value: "n", until };
  const found = seriesFromTable(table, {
    ...options,
    leftOut: (id, { message }) => void reasons.push(`${id}: ${message}`),
  });
  assert.deepEqual(found.map(({ id }) => id), ["a"]);
  assert.match(reasons.join("\n"), /^c: .*one time is too few.*\nb: .*1 of 9 times have no value/);
  assert.throws(() => seriesFromTable(table, options), /one time is too few/);
  assert.throws(() => seriesFromTable(tableOf(short), { ...options, leftOut() {} }), /too few/);
});

Deno.test("seriesFromTable() joins duplicates without their gaps, and takes a column of months", () => {
  const twice = [...days, { note: "", date: "2024-01-03", count: "" }];
  for (const duplicates of ["sum", "mean", "last"] as const) {
    const [one] = seriesFromTable(tableOf(twice), { until, duplicates });
    assert.equal(one!.value[2], 2, duplicates);
  }
  const months = days.map(({ count }, i) => ({ Month: `2023-0${i + 1}`, count }));
  assert.deepEqual(seriesFromTable(tableOf(months), { until })[0]!.step, { months: 1 });
});
