/** What QuestDB says about a window's view, and what to do if it says that something is wrong. */
import type { Questdb } from "../../questdb/client.ts";
import { literal } from "../../questdb/literal.ts";
import { until, type UntilOptions } from "../../retry.ts";
import type { Window } from "../window.ts";
import { viewName } from "./view.ts";

/** A materialized view in QuestDB's catalogue. */
export interface ViewState {
  /** `valid`, `invalid` or `refreshing`. */
  status: string;
  /** Why it is invalid; null if it is not. */
  reason: string | null;
  /** The query that it was created with, without blanks around it. */
  sql: string;
  /** Number of the table's last commit that is in the view; −1 if it was never refreshed. */
  refreshed: number;
  /** Number of the table's last commit; −1 if there is no table. */
  committed: number;
  /** When the last refresh ended; null if none has. */
  at: Date | null;
}

/**
 * What QuestDB's catalogue has about the window's view. For some milliseconds after a refresh
 * `materialized_views()` leaves out the view (9.3.4); `tables()` always has it.
 *
 * @returns Undefined if there is no materialized view of the window.
 * @throws {Error} QuestDB has a view of this name and says nothing about it, for ten seconds.
 */
export async function viewState(
  db: Questdb,
  window: Window,
  options: Pick<UntilOptions, "signal" | "sleep" | "now"> = {},
): Promise<ViewState | undefined> {
  const view = viewName(window, db.prefix);
  const look = async () => {
    const state = await listedState(db, view);
    return state || await typeOf(db, view) !== "M" ? { state } : undefined;
  };
  try {
    return (await until(look, { every: 5, maxEvery: 100, within: 10_000, ...options })).state;
  } catch (error) {
    if ((error as Error)?.name !== "TimeoutError" || options.signal?.aborted) throw error;
    throw new Error(
      `Cannot use ${view}: QuestDB has this view, but does not list its state. Drop it with: ` +
        `deno task sql 'drop materialized view "${view}"'`,
    );
  }
}

/** The kind of a table in QuestDB's catalogue: T, or M of a materialized view; undefined if there is none. */
export async function typeOf(db: Questdb, name: string): Promise<string | undefined> {
  const [found] = await db.run<{ type: string }>(
    `select table_type::string type from tables() where table_name = ${literal(name)}`,
  );
  return found?.type;
}

async function listedState(db: Questdb, view: string): Promise<ViewState | undefined> {
  // The time as a number, so that it does not matter how the client reads times.
  const [found] = await db.run<Record<string, string | number | null>>(
    `select view_status status, invalidation_reason reason, view_sql sql,
      refresh_base_table_txn refreshed, base_table_txn committed,
      last_refresh_finish_timestamp::long / 1000 ended
    from materialized_views() where view_name = ${literal(view)}`,
  );
  if (!found) return undefined;
  const { status, reason, sql, refreshed, committed, ended } = found;
  return {
    status: String(status),
    reason: reason == null ? null : String(reason),
    sql: String(sql).trim(),
    refreshed: Number(refreshed),
    committed: Number(committed),
    at: ended == null ? null : new Date(Number(ended)),
  };
}

/** How fresh a window's view is. */
export interface Staleness {
  /** Its name, with the prefix. */
  view: string;
  /** `missing`, `valid`, `refreshing`, or `invalid`: QuestDB no longer refreshes it. */
  status: string;
  /** Why it is invalid; null if it is not. */
  reason: string | null;
  /** Commits to the stream's table that are not in the view yet; null if there is no view or table. */
  behind: number | null;
  /** When the last refresh ended; null if none has. */
  refreshed: Date | null;
}

/** How fresh a window's view is; nothing is changed or waited for. */
export async function viewStaleness(db: Questdb, window: Window): Promise<Staleness> {
  const view = viewName(window, db.prefix);
  const state = await viewState(db, window);
  if (!state) return { view, status: "missing", reason: null, behind: null, refreshed: null };
  const { status, reason, refreshed, committed, at } = state;
  return {
    view,
    status,
    reason,
    behind: committed < 0 ? null : Math.max(0, committed - Math.max(0, refreshed)),
    refreshed: at,
  };
}

/** The command for a window's view: `refresh` builds it again if need be, `drop` removes it. */
export function viewCommand({ name }: Window, action: "refresh" | "drop"): string {
  return `deno task windows ${name} --engine questdb ${action}`;
}
