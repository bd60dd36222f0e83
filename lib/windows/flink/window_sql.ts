/** A window as a query of Flink. */
import type { Aggregate } from "../aggregates.ts";
import type { Stream } from "../../streams/stream.ts";
import { columnOf } from "../columns.ts";
import { fieldsOf } from "../fields.ts";
import { outputStream } from "../output.ts";
import { NOT_NULL, type Window } from "../window.ts";
import { interval, quoteName, quoteValue } from "./quote.ts";
import { EVENT_TIME, EVENT_TIME_MICROS } from "./source_table.ts";

/** Names that Flink gives to columns of a window. */
const OF_FLINK = ["window_start", "window_end", "window_time"];
const START = "DATE_FORMAT(window_start, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z''')";
const END = START.replace("_start", "_end");

/** The name of the view with a window's records. */
function viewOf({ name }: Window): string {
  return quoteName(`${name}Records`); // no stream has capitals in its name
}

/** The statement that makes the view of the records that pass the window's filters. */
export function filterView(window: Window): string {
  const { from, where } = window;
  const columns = [
    quoteName(EVENT_TIME),
    quoteName(EVENT_TIME_MICROS),
    ...fieldsOf(window).map((field) => {
      const value = comparedField(from, field);
      return value === inView(field) ? value : `${value} AS ${inView(field)}`;
    }),
  ];
  const conditions = Object.entries(where).map(([field, filter]) =>
    comparedField(from, field) + (filter === NOT_NULL ? " IS NOT NULL" : ` = ${quoteValue(filter)}`)
  );
  return [
    `CREATE TEMPORARY VIEW ${viewOf(window)} AS`,
    `SELECT ${columns.join(", ")}`,
    `FROM ${quoteName(from.name)}`,
    ...conditions.length > 0 ? [`WHERE ${conditions.join(" AND ")}`] : [],
  ].join("\n");
}

/** A field's value as it is compared: the text of a UUID has two forms. */
function comparedField(from: Stream, field: string): string {
  const name = quoteName(field);
  return columnOf(from, field)?.type === "UUID" ? `LOWER(${name})` : name;
}

/**
 * The statement that calculates the window and writes its rows, each once, when the window closes.
 *
 * Copies are left out within each window, not before: so the set of identities lives as long as its
 * window. A hopping window holds a record's identity once for each window that the record is in.
 *
 * @throws {TypeError} An aggregate is `first` or `last`.
 */
export function insertWindow(window: Window): string {
  const { name, by, aggregate } = window;
  const identity = [
    "window_start",
    "window_end",
    quoteName(EVENT_TIME_MICROS),
    ...window.from.identity.filter((field) => field !== window.from.time).map(inView),
  ];
  const columns = [
    `${START} AS ${quoteName("window_start")}`,
    `${END} AS ${quoteName("window_end")}`,
    ...by.map(quoteName),
    ...Object.entries(aggregate)
      .map(([field, one]) => `${aggregateSql(name, one)} AS ${quoteName(field)}`),
  ];
  return [
    `INSERT INTO ${quoteName(outputStream(window, "flink").name)}`,
    `SELECT\n  ${columns.join(",\n  ")}`,
    "FROM (",
    `  SELECT *, ROW_NUMBER() OVER (`,
    `    PARTITION BY ${identity.join(", ")}`,
    `    ORDER BY ${quoteName(EVENT_TIME)} ASC`,
    "  ) AS `copyNumber`",
    `  FROM TABLE(${windowFunction(window)})`,
    ")",
    "WHERE `copyNumber` = 1",
    `GROUP BY ${["window_start", "window_end", ...by.map(quoteName)].join(", ")}`,
  ].join("\n");
}

function windowFunction(window: Window): string {
  const { kind, size, advance } = window.kind;
  const of = `TABLE ${viewOf(window)}, DESCRIPTOR(${quoteName(EVENT_TIME)})`;
  return kind === "tumbling"
    ? `TUMBLE(${of}, ${interval(size)})`
    : `HOP(${of}, ${interval(advance)}, ${interval(size)})`;
}

function aggregateSql(window: string, { kind, field }: Aggregate): string {
  if (field === undefined) return "COUNT(*)";
  const value = inView(field);
  switch (kind) {
    case "count":
      return `COUNT(${value})`;
    case "sum":
      return `SUM(CAST(${value} AS DOUBLE))`;
    case "mean":
      return `AVG(CAST(${value} AS DOUBLE))`; // of whole numbers AVG would be a whole number
    case "min":
    case "max":
      return `${kind.toUpperCase()}(${value})`;
    case "distinct":
      return `COUNT(DISTINCT ${value})`;
    case "first":
    case "last":
      throw new TypeError(
        `Cannot run the window ${window} on Flink: it has ${kind}(${JSON.stringify(field)}), and ` +
          `Flink's ${kind.toUpperCase()}_VALUE goes by arrival, not by the records' times. ` +
          "Run it with the engine deno",
      );
  }
}

/** The name of a field in the view: another one, if Flink uses it. Fields have no capitals. */
function inView(field: string): string {
  return quoteName(OF_FLINK.includes(field) ? `${field}Field` : field);
}
