import assert from "node:assert/strict";
import type { SqlAnswer } from "../../sql/sql_answer.ts";
import {
  chartColumns,
  chooseChart,
  columnsFor,
  FIELDS,
  figureOf,
  fittingChart,
  missingField,
  withKind,
} from "./chart_choice.ts";
import { quotedIfNeeded, suggest } from "./completions.ts";
import { entriesOf, withEntry } from "./history.ts";
import { fragmentOf, linkedIn } from "./link.ts";
import { chartRows, resultText, tableRows } from "./result_rows.ts";

const NAMES = {
  tables: [
    {
      name: "trips",
      rows: 12,
      columns: [{ name: "fare", type: "DOUBLE" }, { name: "at", type: "DATE" }],
    },
    { name: "events", rows: null, columns: [{ name: "actor", type: "SYMBOL" }] },
  ],
  functions: ["count", "avg"],
};
const labels = (text: string, asked = false) => {
  const at = text.indexOf("|");
  const found = suggest(text.replace("|", ""), at, { names: NAMES, asked });
  return found?.options.map(({ label }) => label);
};

Deno.test("suggest() knows the columns of tables that come after the cursor", () => {
  assert.deepEqual(labels("select f| from trips")?.slice(0, 2), ["fare", "at"]);
  assert.equal(labels("select f| from trips")?.includes("actor"), false);
  assert.equal(labels("select | from trips"), undefined);
  assert.deepEqual(labels("select | from trips", true)?.slice(0, 2), ["fare", "at"]);
});

Deno.test("suggest() gives tables after from, and columns after a table or its alias", () => {
  assert.deepEqual(labels("select * from t|"), ["trips", "events"]);
  assert.deepEqual(labels("select * from a join |"), ["trips", "events"]);
  assert.deepEqual(labels("select t.| from trips as t"), ["fare", "at"]);
  assert.deepEqual(labels("select events.a| from events"), ["actor"]);
  assert.equal(labels("select nobody.| from events"), undefined);
});

Deno.test("quotedIfNeeded() quotes what SQL would read otherwise", () => {
  assert.equal(quotedIfNeeded("trips"), "trips");
  assert.equal(quotedIfNeeded("from"), '"from"');
  assert.equal(quotedIfNeeded('a "b"'), '"a ""b"""');
});

Deno.test("a link holds query and chart, and nothing else is taken from it", () => {
  const chart = { kind: "bars", x: "a&b", y: "n", series: "" } as const;
  const linked = { sql: "select 'ä&#+' a\n-- b", chart };
  assert.deepEqual(linkedIn(fragmentOf(linked)), linked);
  assert.deepEqual(linkedIn("#q=select+1&kind=constructor"), { sql: "select 1" });
  assert.equal(linkedIn("#panel-query"), undefined);
});

Deno.test("the history has each query once, the newest first, and survives what it does not know", () => {
  const once = withEntry(withEntry(withEntry([], { sql: "a", at: 1 }), { sql: "b", at: 2 }), {
    sql: "a",
    at: 3,
  });
  assert.deepEqual(once, [{ sql: "a", at: 3 }, { sql: "b", at: 2 }]);
  const many = Array.from({ length: 80 }).reduce<typeof once>(
    (all, _, at) => withEntry(all, { sql: `${at}`, at }),
    [],
  );
  assert.equal(many.length, 50);
  assert.deepEqual(entriesOf('[{"sql":1},null,{"sql":"a","at":3}]'), [{ sql: "a", at: 3 }]);
  assert.deepEqual(entriesOf("{"), []);
});

const ANSWER: SqlAnswer = {
  columns: [
    { name: "timestamp", type: "TIMESTAMP" },
    { name: "type", type: "VARCHAR" },
    { name: "n", type: "LONG" },
  ],
  rows: [
    ["2026-01-01T00:00:00.000Z", "<b>", 3],
    ["2026-01-01T00:00:00.123456Z", "x".repeat(1500), "9007199254740993"],
  ],
  took: 12,
};

Deno.test("tableRows() keeps microseconds and digits, and shortens long texts", () => {
  const [first, second] = tableRows(ANSWER);
  assert.deepEqual(first, { timestamp: new Date("2026-01-01T00:00:00Z"), type: "<b>", n: 3 });
  assert.equal(second!.timestamp, "2026-01-01 00:00:00.123456");
  assert.equal(second!.n, 9007199254740993n);
  assert.match(String(second!.type), /^x{1000}… \(1,500 characters\)$/);
});

Deno.test("the chart that is offered fits the columns, and a link's stays if it can be drawn", () => {
  const columns = chartColumns(["timestamp", "type", "n"], chartRows(ANSWER));
  const offered = { kind: "line", x: "timestamp", y: "n", series: "type" } as const;
  assert.deepEqual(chooseChart(columns), offered);
  assert.deepEqual(chooseChart(columns.slice(1)), { kind: "bars", x: "type", y: "n", series: "" });
  assert.deepEqual(chooseChart(columns.slice(2)), { kind: "histogram", x: "n", y: "", series: "" });
  assert.equal(chooseChart(columns.slice(0, 2)), undefined);
  const heat = { kind: "heatmap", x: "timestamp", y: "n", series: "type" } as const;
  assert.equal(fittingChart(heat, columns), heat);
  assert.deepEqual(fittingChart({ ...heat, x: "gone" }, columns), offered);
  assert.equal(missingField({ ...heat, series: "" }), "Rows");
  assert.deepEqual(figureOf(heat), { kind: "heatmap", x: "timestamp", y: "type", value: "n" });
});

Deno.test("withKind() never asks a chart of numbers to draw times or text", () => {
  const columns = chartColumns(["timestamp", "type", "n"], chartRows(ANSWER));
  const line = chooseChart(columns)!;
  const histogram = withKind(line, { kind: "histogram", columns });
  assert.equal(histogram.x, "n");
  assert.deepEqual(withKind(histogram, { kind: "line", columns }), line);
  assert.deepEqual(withKind(line, { kind: "bars", columns }), { ...line, kind: "bars" });
  const { x } = FIELDS.histogram;
  assert.deepEqual(columnsFor(x!, columns).map(({ name }) => name), ["n"]);
  assert.deepEqual(fittingChart({ ...histogram, x: "timestamp" }, columns), line);
});

Deno.test("resultText() says what is left out", () => {
  assert.equal(resultText({ ...ANSWER, rows: [[1]] }), "1 row in 12 ms");
  assert.match(
    resultText({ ...ANSWER, cut: "rows" }),
    /^The first 2 rows in 12 ms; more rows are left out/,
  );
});
