/** What QuestDB says about a window's view, and what to do if it says that something is wrong. */
import type { Questdb } from "../../questdb/client.ts";
import { literal } from "../../questdb/literal.ts";
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

/** @returns Undefined if there is no materialized view of the window. */
export async function viewState(db: Questdb, window: Window): Promise<ViewState | undefined> {
  // Read as text, so that it does not matter how the client reads times.
  const [found] = await db.run<Record<string, string | number | null>>(
    `select view_status status, invalidation_reason reason, view_sql sql,
      refresh_base_table_txn refreshed, base_table_txn committed,
      last_refresh_finish_timestamp::long / 1000 ended
    from materialized_views() where view_name = ${literal(viewName(window, db.prefix))}`,
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
