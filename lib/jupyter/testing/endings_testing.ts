/** For tests: how cells may end, and what is then shown, in the kernel, in plain runs and in JupyterLab. */

import type { CellOutput } from "../ipynb/ipynb.ts";

/** A cell and what is shown below it. */
export interface CellEnding {
  source: string;
  /** Nothing; a text; a table or markup with these texts, in this order; a chart or an error with this text. */
  shows:
    | "nothing"
    | { text: string }
    | { table: string[] }
    | { markup: string[] }
    | { chart: string }
    | { error: string };
}

const LIBRARY = new URL("../../notebook/mod.ts", import.meta.url).href;

/** The cell that runs first. It ends with declarations, so it shows nothing. */
export const SETUP =
  `import { chart, describe, Html, html, show, sql, table, taxiTrips } from "${LIBRARY}";
const rows = [
  { time: new Date(0), n: 1, name: "<i>one</i>" },
  { time: new Date(1000), n: null, name: "two" },
];
const many = Array.from({ length: 1000 }, (_, i) => ({ i }));
// An arquero table, as far as it is looked at.
const frame = {
  numRows: () => 12,
  columnNames: () => ["a"],
  objects: ({ limit, offset }: { limit: number; offset: number }) =>
    Array.from({ length: limit }, (_, i) => ({ a: offset + i + 100 })),
};
class Point {
  constructor(readonly x = 1) {}
}
function twice(n: number) {
  return 2 * n;
}
let total = 1;
const later = async <T>(value: T) => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return value;
};`;

const text = (text: string) => ({ text });
const ROWS = { table: ["2 rows × 3 columns", "time", "n", "name", "1", "<i>one</i>", "two"] };
const COUNTED = { table: ["3 rows × 2 columns", "x", "y", "1", "10", "3", "30"] };
const ASKED = "select x, x * 10 y from long_sequence(3)";

/** The endings, for a namespace that has the table of taxi trips, empty; the last one is the only error, as it ends a run without a kernel. */
export const ENDINGS: CellEnding[] = [
  // Values of the language, as text.
  { source: "40 + 2", shows: text("42") },
  { source: "40 + 2;", shows: text("42") },
  { source: "41 + 2 // a comment", shows: text("43") },
  { source: "0.1 + 0.2", shows: text("0.30000000000000004") },
  { source: "NaN", shows: text("NaN") },
  { source: "-0", shows: text("-0") },
  { source: "Infinity", shows: text("Infinity") },
  { source: "12n", shows: text("12n") },
  { source: "null", shows: text("null") },
  { source: "true", shows: text("true") },
  { source: '"text"', shows: text('"text"') },
  { source: "'use strict'", shows: text('"use strict"') },
  { source: "Symbol('mark')", shows: text("Symbol(mark)") },
  { source: "twice", shows: text("[Function: twice]") },
  { source: "Point", shows: text("[class Point]") },
  { source: "new Point()", shows: text("Point { x: 1 }") },
  { source: "/a+/g", shows: text("/a+/g") },
  { source: "new Date(0)", shows: text("1970-01-01T00:00:00.000Z") },
  { source: "[1, 2, 3]", shows: text("[ 1, 2, 3 ]") },
  { source: "[]", shows: text("[]") },
  { source: "new Map()", shows: text("Map(0) {}") },
  { source: "[[1, 2], [3, 4]]", shows: text("[ [ 1, 2 ], [ 3, 4 ] ]") },
  {
    source: "{ a: 1n, b: { c: [{ d: null }] } }",
    shows: text("{\n  a: 1n,\n  b: { c: [ { d: null } ] }\n}"),
  },
  { source: "({ a: 1 })", shows: text("{ a: 1 }") },
  { source: "new Error('a value, not thrown').message", shows: text('"a value, not thrown"') },
  // Nothing.
  { source: "undefined", shows: "nothing" },
  { source: "void twice(2);", shows: "nothing" },
  { source: "const declared = 5;", shows: "nothing" },
  { source: "total = 5", shows: "nothing" },
  { source: "total++", shows: "nothing" },
  { source: "1; function unused() {}", shows: "nothing" },
  { source: "for (let i = 0; i < 3; i++) twice(i);", shows: "nothing" },
  { source: "if (total) { twice(total); }", shows: "nothing" },
  { source: "// only a comment", shows: "nothing" },
  // Tables.
  { source: "rows", shows: ROWS },
  { source: "many", shows: { table: ["1,000 rows × 1 column", "i", "0", "4", "995", "999"] } },
  {
    source: "new Map([['a', 1], ['b', 2]])",
    shows: { table: ["Map of 2 entries", "key", "value", "a", "1", "b", "2"] },
  },
  {
    source: "new Map([['a', { n: 1 }]])",
    shows: { table: ["Map of 1 entry", "key", "n", "a", "1"] },
  },
  { source: "new Set(['a', 'b'])", shows: { table: ["Set of 2 values", "value", "a", "b"] } },
  {
    source: "new Float64Array([0.5, 2])",
    shows: { table: ["Float64Array of 2 values", "index", "value", "0", "0.5", "1", "2.0"] },
  },
  { source: "frame", shows: { table: ["12 rows × 1 column", "a", "100", "104", "107", "111"] } },
  { source: `await sql\`${ASKED}\``, shows: COUNTED },
  { source: `sql\`${ASKED}\``, shows: COUNTED },
  {
    source: "sql`select x from long_sequence(10_000_000)`;",
    shows: { table: ["10,000,000 rows × 1 column", "x", "1", "5", "9,999,996", "10,000,000"] },
  },
  { source: "taxiTrips", shows: { table: ["0 rows × 24 columns"] } },
  { source: `table(sql\`${ASKED}\`)`, shows: COUNTED },
  { source: `show(sql\`${ASKED}\`)`, shows: COUNTED },
  { source: `await show(sql\`${ASKED}\`);`, shows: COUNTED },
  { source: "describe(rows)", shows: { table: ["2 rows × 3 columns", "time", "n", "name"] } },
  // Charts and markup.
  { source: 'chart.line(rows, { x: "time", y: "n" })', shows: { chart: "time" } },
  { source: 'later(chart.bars(rows, { x: "name", y: "n" }))', shows: { chart: "name" } },
  { source: "html`<b>${'bold & safe'}</b>`", shows: { markup: ["bold & safe"] } },
  // Promises.
  { source: "Promise.resolve(4)", shows: text("4") },
  { source: "later(later([1]))", shows: text("[ 1 ]") },
  { source: "later(rows)", shows: ROWS },
  { source: "later(undefined)", shows: "nothing" },
  { source: "await later('awaited')", shows: text('"awaited"') },
  // Hints.
  { source: "sql", shows: text("sql is a tag of template literals: write await sql`select …`") },
  { source: "Promise.reject(new Error('no answer'))", shows: { error: "no answer" } },
];

/** What is wrong with the outputs of a cell; undefined if they are as they should be. */
export function wrongEnding({ source, shows }: CellEnding, outputs: CellOutput[]) {
  const [output, ...more] = outputs;
  const wrong = (what: string) => `${source}: ${what}: ${JSON.stringify(outputs).slice(0, 500)}`;
  if (shows === "nothing") return output ? wrong("wanted nothing") : undefined;
  if (!output || more.length > 0) return wrong("wanted one output");
  if ("error" in shows) {
    // Without a kernel, an error is in the run, not in the outputs.
    const found = output.output_type === "error" && output.evalue === shows.error;
    return found ? undefined : wrong(`wanted the error ${shows.error}`);
  }
  if (!("data" in output)) return wrong("wanted a result");
  const { "text/plain": text, "text/html": markup } = output.data as Record<string, string>;
  if ("text" in shows) {
    return text === shows.text && markup === undefined ? undefined : wrong(`wanted ${shows.text}`);
  }
  if ("chart" in shows) {
    const drawn = markup?.includes("<svg") && markup.includes(shows.chart);
    return drawn && text !== undefined ? undefined : wrong(`wanted a chart of ${shows.chart}`);
  }
  const parts = "table" in shows ? shows.table : shows.markup;
  const missing = missingIn(text ?? "", parts);
  if (missing !== undefined) return wrong(`${missing} is missing`);
  return "table" in shows && !markup?.includes("<table") ? wrong("wanted a table") : undefined;
}

/** The first of some texts that does not come after the others in a text. */
export function missingIn(text: string, parts: readonly string[]): string | undefined {
  let at = 0;
  return parts.find((part) => {
    const found = text.indexOf(part, at);
    at = found + part.length;
    return found < 0;
  });
}
