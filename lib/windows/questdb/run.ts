import type { Questdb } from "../../questdb/client.ts";
import { nullableKeys } from "../left_out.ts";
import { NoRecordsError } from "../no_records.ts";
import { compareRows, type WindowResult } from "../result.ts";
import { NOT_NULL, type Window, type WindowRow } from "../window.ts";
import { conditions } from "./conditions.ts";
import { createView, untilFresh } from "./views.ts";
import { quoted, rowsSql, viewName } from "./view.ts";

/**
 * Runs a window on QuestDB over the rows that its stream's table has now. The view stays, and follows
 * the table; windows of rows that the table's `ttl` has dropped since stay in the view.
 *
 * @returns `late`, `duplicates` and `rejected` are null: a table keeps every record of its stream once,
 * whenever it came.
 * @throws {UsageError} QuestDB cannot calculate one of the window's aggregates.
 * @throws The signal's reason, if it aborts.
 * @throws {NoRecordsError} The table has no rows, or there is none.
 * @throws {Error} No row of the table belongs to a window, or the view is not as declared or invalid; the
 * message says what to do.
 */
export async function runQuestdbOnce(
  db: Questdb,
  window: Window,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<WindowResult> {
  const started = performance.now();
  await createView(db, window);
  await untilFresh(db, window, { signal });
  const table = db.tableOf(window.from);
  const { rows } = await db.ask(rowsSql(window, viewName(window, db.prefix)), { signal });
  const { rows: counted } = await db.ask(countsSql(window, table), { signal });
  const read = Number(counted[0]!.n), filtered = read - Number(counted[0]!.kept ?? 0);
  if (rows.length === 0) throw nothing(window, table, read);
  return {
    window: window.name,
    engine: "questdb",
    rows: rows.map(windowRow).sort(compareRows(window.by)),
    read,
    late: null,
    duplicates: null,
    filtered,
    nullKeys: Object.fromEntries(
      nullableKeys(window).map((field, i) => [field, Number(counted[0]![`null${i}`] ?? 0)]),
    ),
    rejected: null,
    seconds: Math.round(performance.now() - started) / 1000,
  };
}

function countsSql(window: Window, table: string): string {
  const number = (condition: string, name: string) =>
    `sum(case when ${condition} then 1 else 0 end) ${name}`;
  const columns = [
    "count() n",
    number(conditions(window) || "true", "kept"),
    ...nullableKeys(window).map((field, i) => number(`${quoted(field)} is null`, `null${i}`)),
  ];
  return `select ${columns.join(", ")} from ${quoted(table)}`;
}

function windowRow(row: Record<string, unknown>): WindowRow {
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === "bigint") row[name] = Number(value);
  }
  row.window_start = timeText(row.window_start);
  row.window_end = timeText(row.window_end);
  return row as WindowRow;
}

/** A time with milliseconds, however the client reads times. */
function timeText(time: unknown): string {
  return new Date(time as Date | string).toISOString();
}

function nothing({ name, from, where }: Window, table: string, read: number): Error {
  if (read === 0) {
    const problem = `The window ${name} has no rows: the table ${table} is empty`;
    return new NoRecordsError(problem, from);
  }
  const wanted = Object.entries(where).map(([field, filter]) =>
    filter === NOT_NULL ? `a value in ${field}` : `${field} ${JSON.stringify(filter)}`
  );
  const reason = wanted.length === 0 ? "none is in its view" : `none has ${wanted.join(" and ")}`;
  return new Error(
    `The window ${name} has no rows: of the ${read} rows of the table ${table}, ${reason}`,
  );
}
