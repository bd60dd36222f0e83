/** What to write for a name that another tool has and the library does not, or has under another name. */

/** What `lib/notebook/mod.ts` exports at run time, beside the names of feeds, flows, windows and {@linkcode AGGREGATES}. */
export const LIBRARY = new Set(
  ("EpochTime Html IPv4 Long Nullable Plot QueryError SymbolField Timestamp Type Uuid about anomalies " +
    "catalog chart connect deadLetters defineFlow defineStream defineWindow describe disconnect feeds forecast " +
    "frame hopping html input joinTable kafka live mapStream mapWithState notNull ordersApi params progress " +
    "runWindow sender show sql stopSignal streams svgFile table tableName tumbling windows")
    .split(" "),
);

/** Aggregates of windows, and what is meant by those who take them for functions of lists. */
export const AGGREGATES: Record<string, string> = {
  count: "list.length",
  distinct: "new Set(list).size",
  first: "list[0]",
  last: "list.at(-1)",
  max: "Math.max(…list)",
  mean: "avg(column) in SQL",
  min: "Math.min(…list)",
  sum: "list.reduce((sum, value) => sum + value, 0), or sum(column) in SQL",
};

/** What the feeds, the flows and the declared windows export: their folders and `flows/mod.ts` are the lists. Read only for an error, as it takes a few files. */
export function declaredNames(): string[] {
  const at = (path: string) => new URL(`../../${path}`, import.meta.url);
  const feeds = [...Deno.readDirSync(at("feeds/"))]
    .filter(({ name, isDirectory }) => isDirectory && !name.startsWith("_"))
    .map(({ name }) => `feeds/${name}/mod.ts`);
  const windows = [...Deno.readDirSync(at("windows/declared/"))]
    .filter(({ name }) => name !== "mod.ts" && !name.endsWith("_test.ts"))
    .map(({ name }) => `windows/declared/${name}`);
  const list = Deno.readTextFileSync(at("flows/mod.ts"));
  const flows = [...list.matchAll(/^export \* from "\.\/(.*)";$/gm)].map(([, file]) =>
    `flows/${file}`
  );
  return [...feeds, "flows/mod.ts", ...flows, ...windows].flatMap((path) => {
    const text = Deno.readTextFileSync(at(path));
    const exported = text.matchAll(/^export (?:(?:const|function|class) (\w+)|\{([^}]*)\})/gm);
    return [...exported].flatMap(([, one, list = ""]) => one ?? list.split(","))
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "));
  });
}

function isExported(name: string): boolean {
  if (LIBRARY.has(name)) return true;
  try {
    return declaredNames().includes(name);
  } catch {
    return false; // The error itself is shown without the hint.
  }
}

const TYPESCRIPT =
  "cells are TypeScript: rows come from sql`…`, frames from frame(rows), charts from " +
  'chart.line(rows, { x, y }), all of "../lib/notebook/mod.ts"';
const ARQUERO = 'arquero has it: import { op, desc } from "arquero"';

/** Names that are declared elsewhere. */
const NAMES: Record<string, string> = {
  print: "write console.log(…), or the value as the last line of the cell",
  display: "write show(…), or the value as the last line of the cell",
  len: "write value.length",
  range: "write Array.from({ length: n }, (_, i) => i)",
  help: "put the cursor on a name and press Shift+Tab",
  dir: "write Object.keys(value)",
  type: "write typeof value",
  str: "write String(value)",
  int: "write Math.trunc(Number(value))",
  float: "write Number(value)",
  True: "write true",
  False: "write false",
  None: "write null",
  md: "write Deno.jupyter.md`…`",
  Inputs: "write await input.slider({ min, max }), and import input",
  FileAttachment: "write await Deno.readTextFile(path)",
  d3: 'import it: import * as d3 from "npm:d3@7"',
  aq: 'import it: import * as aq from "arquero"',
  ...Object.fromEntries(["op", "desc"].map((name) => [name, ARQUERO])),
  ...Object.fromEntries(
    ["pd", "np", "plt", "sns", "pl", "mo", "duckdb", "pandas"].map((name) => [name, TYPESCRIPT]),
  ),
};

/** Methods of data frames, for rows. */
const METHODS: Record<string, string> = {
  head: "write .slice(0, 5); a table shows its first and last rows by itself",
  tail: "write .slice(-5); a table shows its first and last rows by itself",
  sample: "write it in SQL, or use a frame: (await frame(rows)).sample(5)",
  info: "write describe(rows)",
  describe: "write describe(rows)",
  groupby: "write it in SQL, or use a frame: (await frame(rows)).groupby(…)",
  groupBy: "write Object.groupBy(rows, (row) => row.column), or SQL",
  agg: "write it in SQL, or use a frame: (await frame(rows)).rollup(…)",
  pivot: "use a frame: (await frame(rows)).groupby(…).pivot(…)",
  merge: "write it in SQL, or use a frame: (await frame(rows)).join(…)",
  sort_values: "write order by in SQL, or rows.toSorted((a, b) => a.x - b.x)",
  value_counts: "write describe(rows), or count() in SQL",
  drop_duplicates: "write select distinct in SQL, or use a frame: (await frame(rows)).dedupe(…)",
  to_csv: "write sql`…`.csv(file)",
  to_parquet: "write sql`…`.parquet(file)",
  to_df: "write await sql`…`.frame()",
  df: "write await sql`…`.frame()",
  show: "write show(rows), or rows as the last line of the cell",
  plot: "write chart.line(rows, { x, y }) or Plot.dot(rows, { x, y }).plot()",
};

const BARS = "write chart.bars(rows, { x, y })";

/** Charts under other names. */
const CHARTS: Record<string, string> = {
  ...Object.fromEntries(
    ["bar", "barh", "barX", "barY", "barplot", "column", "columns", "pie"].map((
      name,
    ) => [name, BARS]),
  ),
  hist: "write chart.histogram(rows, { value })",
  ...Object.fromEntries(
    ["scatter", "point", "points", "dot", "dots"].map((name) => [
      name,
      "write Plot.dot(rows, { x, y, tip: true }).plot(), and import Plot",
    ]),
  ),
  area: "write chart.line(rows, { x, y, area: true })",
  box: "write Plot.boxY(rows, { x, y }).plot(), and import Plot",
  boxplot: "write Plot.boxY(rows, { x, y }).plot(), and import Plot",
  plot: "write chart.line(rows, { x, y }), or Plot.plot({ marks }), and import Plot",
  map: "write chart.dotMap(rows, { lat, lon, value }) or chart.areaMap(…)",
};

/** The hint for an error about a name that does not exist; undefined if there is none. */
export function nameHint({ name, message }: Error): string | undefined {
  if (name === "ReferenceError") {
    const wanted = /^([\w$]+) is not defined$/.exec(message)?.[1];
    if (wanted === undefined) return undefined;
    if (isExported(wanted)) {
      return `Run the cell that imports it first: import { ${wanted} } from "../lib/notebook/mod.ts"`;
    }
    if (Object.hasOwn(AGGREGATES, wanted)) {
      return `Of a list, write ${AGGREGATES[wanted]}; for a window, ` +
        `import { ${wanted} } from "../lib/notebook/mod.ts"`;
    }
    return said(NAMES, wanted);
  }
  const call = name === "TypeError" && /([\w$]+|\))\.([\w$]+) is not a function$/.exec(message);
  if (!call) return undefined;
  const [, object, method] = call;
  return said(object === "chart" ? CHARTS : METHODS, method!);
}

function said(hints: Record<string, string>, name: string): string | undefined {
  const hint = Object.hasOwn(hints, name) ? hints[name] : undefined;
  return hint && hint[0]!.toUpperCase() + hint.slice(1);
}
