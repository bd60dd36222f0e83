/** A window's materialized view: created, brought up to date, dropped. */
import { UsageError } from "../../errors.ts";
import { refuseSuspended, untilApplied } from "../../questdb/applied.ts";
import type { Questdb } from "../../questdb/client.ts";
import { requireFit } from "../../questdb/tables.ts";
import { until } from "../../retry.ts";
import { NoRecordsError } from "../no_records.ts";
import type { Window } from "../window.ts";
import { typeOf, viewCommand, viewState } from "./state.ts";
import { createViewSql, quoted, viewName, viewSql } from "./view.ts";

/**
 * Creates the window's view, if there is none. QuestDB fills it from the rows that the table has, and
 * refreshes it after each commit.
 *
 * @throws {UsageError} QuestDB cannot calculate one of the window's aggregates.
 * @throws {TypeError} The stream's table does not fit the stream.
 * @throws {NoRecordsError} There is no table.
 * @throws {Error} The view was created by another declaration of the window; the message has the command
 * that builds it again.
 */
export async function createView(db: Questdb, window: Window): Promise<void> {
  const { name, from } = window;
  const table = db.tableOf(from), view = viewName(window, db.prefix);
  const wanted = viewSql(window, table);
  await requireTable(db, window);
  if (!await viewState(db, window)) {
    await requireFree(db, window);
    await db.run(createViewSql(window, { view, table }));
  }
  const state = await viewState(db, window);
  if (state?.sql === wanted) return;
  if (!state) throw new Error(`Cannot use ${view}: it was dropped as soon as it was created`);
  throw new Error(
    `Cannot run the window ${name} on QuestDB: its view ${view} was created by another declaration of ` +
      `it. Build it again with: ${viewCommand(window, "refresh")}`,
  );
}

/** Drops the window's view. @returns Whether there was one. */
export async function dropView(db: Questdb, window: Window): Promise<boolean> {
  const existed = await viewState(db, window) !== undefined;
  const view = viewName(window, db.prefix);
  if (existed) await db.run(`drop materialized view if exists ${quoted(view)}`);
  return existed;
}

/** Options for {@linkcode refreshView}. */
export interface RefreshOptions {
  /** Build the view again even if nothing is wrong with it. @default false */
  full?: boolean;
  /** Ends the wait. */
  signal?: AbortSignal | undefined;
}

/**
 * Brings the window's view up to date, and waits for that. It is created if there is none, and built
 * again if it is invalid or was created by another declaration of the window.
 *
 * @throws As {@linkcode createView} and {@linkcode untilFresh}.
 */
export async function refreshView(
  db: Questdb,
  window: Window,
  { full = false, signal }: RefreshOptions = {},
): Promise<void> {
  const wanted = viewSql(window, db.tableOf(window.from));
  await requireTable(db, window); // before the old view is dropped
  const state = await viewState(db, window);
  if (state && (full || state.status === "invalid" || state.sql !== wanted)) {
    await dropView(db, window);
  }
  await createView(db, window);
  await db.run(
    `refresh materialized view ${quoted(viewName(window, db.prefix))} incremental`,
  );
  await untilFresh(db, window, { signal });
}

/**
 * Waits until the window's view has every row that QuestDB has acknowledged so far for the table.
 *
 * @throws {UnavailableError} The table or the view is suspended.
 * @throws {Error} The view is invalid, or was dropped.
 */
export async function untilFresh(
  db: Questdb,
  window: Window,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const table = db.tableOf(window.from), view = viewName(window, db.prefix);
  await untilApplied(db, [table], { signal });
  let goal: number | undefined;
  await until(async () => {
    const state = await viewState(db, window, { signal });
    if (!state) throw new Error(`Cannot read ${view}: it was dropped meanwhile`);
    if (state.status === "invalid") {
      throw new Error(
        `Cannot read ${view}: QuestDB no longer refreshes it (${state.reason}). ` +
          `Build it again with: ${viewCommand(window, "refresh")}`,
      );
    }
    goal ??= state.committed;
    if (state.refreshed >= goal) return true;
    await refuseSuspended(db, [table, view]);
  }, { every: 10, maxEvery: 200, signal });
  await untilApplied(db, [view], { signal });
}

async function requireTable(db: Questdb, { name, from }: Window): Promise<void> {
  const refusal = `Cannot run the window ${name} on QuestDB`;
  if (!from.table) throw new UsageError(`${refusal}: the stream ${from.name} has no table`);
  const table = db.tableOf(from);
  if (await typeOf(db, table) === undefined) {
    throw new NoRecordsError(`${refusal}: there is no table ${table}`, from);
  }
  await requireFit(db, from);
}

/** Checks that no table has the view's name. */
async function requireFree(db: Questdb, window: Window): Promise<void> {
  const view = viewName(window, db.prefix);
  const type = await typeOf(db, view);
  if (type === undefined || type === "M") return;
  throw new Error(
    `Cannot run the window ${window.name} on QuestDB: ${view}, the name of its view, is a table. ` +
      `Rename it (deno task sql 'rename table "${view}" to "${view}_old"')`,
  );
}
