/** The SQL of a window on QuestDB: a materialized view over the stream's table, and the query of its rows. */
import { UsageError } from "../../errors.ts";
import { columnOf } from "../columns.ts";
import type { Aggregate } from "../aggregates.ts";
import type { Window } from "../window.ts";
import { conditions } from "./conditions.ts";

/** With a blank, which no column of the view has in its name. */
const HOP = '"slice hop"';

/** Name of a window's view, as of its topics and tables. */
export function viewName({ name }: Pick<Window, "name">, prefix: string): string {
  return `${prefix}${name}_questdb`;
}

/**
 * The query that the view keeps: one row per slice of the window's advance and per group, with
 * columns from which rows of longer times can be calculated: a mean is kept as sum and count.
 *
 * QuestDB counts slices of any length in seconds from 1970-01-01T00:00:00Z (measured for 7 s, 5 h,
 * 100,000 s, 3 d and 7 d).
 *
 * @param table The stream's table, with the prefix.
 * @throws {UsageError} QuestDB cannot calculate one of the window's aggregates; the message names it.
 */
export function viewSql(window: Window, table: string): string {
  const { kind, from, by } = window;
  requireAggregates(window);
  const columns = [
    "timestamp",
    ...by.map((field) =>
      // A group of -0 would be another than that of 0, which are equal.
      columnOf(from, field)!.type === "DOUBLE"
        ? `${quoted(field)} + 0.0 ${quoted(field)}`
        : quoted(field)
    ),
    ...partsOf(window).flatMap(({ one, kept }) => keptColumns(one, kept)),
  ];
  const where = conditions(window);
  return [
    `select ${columns.join(",\n  ")}`,
    `from ${quoted(table)}`,
    ...(where === "" ? [] : [`where ${where}`]),
    `sample by ${kind.advance / 1000}s align to calendar`,
  ].join("\n");
}

/** The statement that creates the view, which QuestDB then refreshes after each commit to the table. */
export function createViewSql(window: Window, options: { view: string; table: string }): string {
  const { view, table } = options;
  return `create materialized view if not exists ${quoted(view)} as (\n${
    viewSql(window, table)
  }\n)`;
}

/**
 * The query of the window's rows over its view: `window_start` and `window_end` as times, keys and
 * aggregates, in no order. Of hopping windows, the row of each window that begins with a slice or up to
 * size − advance before one.
 *
 * @param view The view's name, with the prefix.
 * @param slices A condition on the slices' `timestamp`: windows of which slices are left out are incomplete.
 */
export function rowsSql(window: Window, view: string, slices?: string): string {
  const { kind: { size, advance }, by } = window;
  const hops = size / advance;
  const start = hops === 1 ? "timestamp" : `(timestamp - ${HOP})::timestamp`;
  const columns = [
    `${start} window_start`,
    `(${start} + ${size * 1000})::timestamp window_end`,
    ...by.map(quoted),
    ...partsOf(window).map(({ name, one, kept }) =>
      `${hops === 1 ? valueOf(one, kept) : valueOfSlices(one, kept)} ${quoted(name)}`
    ),
  ];
  const from = slices === undefined
    ? quoted(view)
    : `(select * from ${quoted(view)} where ${slices})`;
  const rows = `select ${columns.join(",\n  ")}\nfrom ${from}`;
  if (hops === 1) return rows;
  return `${rows}\ncross join (select (x - 1) * ${
    advance * 1000
  } ${HOP} from long_sequence(${hops}))`;
}

/** An aggregate, and the columns of the view that keep it: one, or a mean's sum and count. */
interface Part {
  name: string;
  one: Aggregate;
  kept: string[];
}

function partsOf({ by, aggregate }: Window): Part[] {
  const taken = new Set([...by, ...Object.keys(aggregate)].map((name) => name.toLowerCase()));
  const free = (name: string): string => {
    if (taken.has(name.toLowerCase())) return free(`${name}_`);
    taken.add(name.toLowerCase());
    return name;
  };
  return Object.entries(aggregate).map(([name, one]) => ({
    name,
    one,
    kept: one.kind === "mean" ? [free(`${name}_sum`), free(`${name}_count`)] : [name],
  }));
}

function keptColumns({ kind, field }: Aggregate, kept: string[]): string[] {
  const [first, second] = kept.map(quoted);
  if (field === undefined) return [`count() ${first}`];
  const column = quoted(field);
  // As DOUBLE, so that a sum of large LONGs cannot overflow.
  const sum = `sum(${column}::double) ${first}`;
  if (kind === "mean") return [sum, `count(${column}) ${second}`];
  return [kind === "sum" ? sum : `${kind}(${column}) ${first}`];
}

function valueOf({ kind }: Aggregate, kept: string[]): string {
  const [first, second] = kept.map(quoted);
  return kind === "mean" ? `${first} / ${second}` : first!;
}

function valueOfSlices({ kind }: Aggregate, kept: string[]): string {
  const [first, second] = kept.map(quoted);
  if (kind === "mean") return `sum(${first}) / sum(${second})`;
  return `${kind === "count" ? "sum" : kind}(${first})`;
}

const REFUSED: Partial<Record<Aggregate["kind"], string>> = {
  distinct: "the different values of a window cannot be counted from those of its slices",
  first: "the table does not keep partition and offset, which decide between records of one time",
  last: "the table does not keep partition and offset, which decide between records of one time",
};

function requireAggregates({ name, aggregate }: Window): void {
  for (const [field, { kind }] of Object.entries(aggregate)) {
    const reason = REFUSED[kind];
    if (reason === undefined) continue;
    throw new UsageError(
      `Cannot run the window ${name} on QuestDB: it has no ${kind}, which ${field} needs: ${reason}. ` +
        "Run it with --engine deno or --engine flink",
    );
  }
}

/** A name in SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
