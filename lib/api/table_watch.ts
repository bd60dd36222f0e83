/** What there is in the database: tables, their first and last row, and how far their views are. */
import {
  deliveryStatuses,
  orderItems,
  orders,
  orderStatuses,
  products,
  users,
} from "../feeds/mod.ts";
import { enrichedOrderItems } from "../flows/enriched_order_items.ts";
import { orderStates } from "../flows/order_states.ts";
import { literal } from "../questdb/literal.ts";
import { quoted } from "../questdb/profile/profiled.ts";
import type { Stream } from "../streams/stream.ts";
import { type Cached, cached } from "./cached.ts";
import type { OrdersDb, Span, TableFacts } from "./orders_db.ts";
import type { ViewKeeper } from "./view_keeper.ts";
import { type SliceView, sliceViews } from "./views.ts";

const streams = [
  orders,
  orderItems,
  orderStatuses,
  deliveryStatuses,
  products,
  users,
  enrichedOrderItems,
  orderStates,
];

/**
 * Milliseconds by which a view may be behind its table, to be used. Under load it may be behind by seconds, and
 * to read the table instead would be the greater load.
 */
const BEHIND = 5000;
/**
 * Microseconds before the newest row that a view has: what comes later is read from the table, and so are rows
 * that come late by less.
 */
const NEWEST = 2e6;

interface ViewRow {
  [name: string]: unknown;
  name: string;
  status: string;
  sql: string;
  refreshed: number | bigint | null;
  committed: number | bigint | null;
}

/** Options for {@linkcode openTableWatch}. */
export interface TableWatchOptions {
  ask: OrdersDb["ask"];
  tableOf: (stream: Stream) => string;
  /** Makes the views that are missing or wrong. Without it no view is used. */
  keeper: ViewKeeper | undefined;
}

/** Looks at the tables when it is asked, at most four times a second. */
export function openTableWatch(options: TableWatchOptions): Cached<TableFacts> {
  const { ask, tableOf, keeper } = options;
  const prefix = tableOf(orders).slice(0, -orders.name.length);
  const tables = streams.map((stream) => literal(tableOf(stream))).join();
  const views = sliceViews.map(({ name }) => literal(prefix + name)).join();
  const lags = new Map(sliceViews.map((view) => [view.name, lagMeter()]));

  async function look(): Promise<TableFacts> {
    const found = await ask<{ name: string; type: string }>(
      `select table_name name, table_type::string type from tables() where table_name in (${tables},${views})`,
    );
    const types = new Map(found.map(({ name, type }) => [name, type]));
    const spans = await spansOf(streams.filter((stream) => types.get(tableOf(stream)) === "T"));
    // After the spans: so what is committed by now has at least the rows that they were calculated from.
    const states = keeper
      ? await ask<ViewRow>(
        `select view_name name, view_status status, view_sql sql, refresh_base_table_txn refreshed,
          base_table_txn committed from materialized_views() where view_name in (${views})`,
      )
      : [];
    const usable = new Map<string, number>();
    const missing: { view: SliceView; again: boolean }[] = [];
    for (const view of keeper ? sliceViews : []) {
      const span = spans.get(view.from.name);
      if (span === undefined) continue;
      const state = states.find(({ name }) => name === prefix + view.name);
      const isThere = types.has(prefix + view.name);
      if (state === undefined) {
        // For some milliseconds after a refresh QuestDB 9.3 leaves out the view.
        if (!isThere) missing.push({ view, again: false });
      } else if (
        state.status === "invalid" || state.sql.trim() !== view.sql(quoted(tableOf(view.from)))
      ) {
        missing.push({ view, again: true });
        lags.get(view.name)!.forget();
      } else lags.get(view.name)!.note(state, span);
      const has = lags.get(view.name)!.newest();
      if (isThere && has !== undefined) usable.set(view.name, Math.min(has, span.last));
    }
    keeper?.make(missing);
    return {
      has: (stream) => types.get(tableOf(stream)) === "T",
      span: (stream) => spans.get(stream.name),
      viewEnd(view) {
        const newest = usable.get(view.name);
        if (newest === undefined) return undefined;
        return Math.floor(newest / view.slice) * view.slice - Math.max(view.slice, NEWEST);
      },
    };
  }

  async function spansOf(existing: readonly Stream[]): Promise<Map<string, Span>> {
    if (existing.length === 0) return new Map();
    const rows = await ask<{ name: string; first: Date | null; last: Date | null }>(
      existing.map((stream) =>
        `select ${literal(stream.name)} name, min(timestamp) first, max(timestamp) last from ${
          quoted(tableOf(stream))
        }`
      ).join(" union all "),
    );
    return new Map(rows.flatMap(({ name, first, last }) =>
      // A Date has no microseconds: a row may be up to one millisecond later.
      first && last ? [[name, { first: +first * 1000, last: +last * 1000 + 999 }]] : []
    ));
  }

  return cached(look, { fresh: 250, stale: 500 });
}

/** Measures how far a view is behind its table. */
function lagMeter() {
  let seen: { at: number; committed: number; last: number }[] = [];
  /** The newest look whose rows the view has by now. */
  let current: { at: number; last: number } | undefined;
  return {
    /** The time of the newest row that it has; undefined if it is too far behind. */
    newest: () => current && performance.now() - current.at <= BEHIND ? current.last : undefined,
    note({ refreshed, committed }: ViewRow, { last }: Span): void {
      const has = Number(refreshed ?? -1);
      seen.push({ at: performance.now(), committed: Number(committed ?? 0), last });
      for (const one of seen) if (one.committed <= has) current = one;
      seen = seen.filter((one) => !current || one.at > current.at).slice(-100);
    },
    forget() {
      seen = [];
      current = undefined;
    },
  };
}
