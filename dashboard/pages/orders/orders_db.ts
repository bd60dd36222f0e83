import type { Cached } from "../../../lib/api/cached.ts";
import type { OrdersDb, Product, TableFacts } from "../../../lib/api/orders_db.ts";
import { knownProducts } from "../../../lib/api/queries/products.ts";
import { openTableWatch } from "../../../lib/api/table_watch.ts";
import type { Row } from "../../../lib/questdb/answer.ts";
import { quoted } from "../../../lib/questdb/profile/profiled.ts";
import type { PanelContext } from "../../define_page.ts";
import type { DashboardServices } from "../../services.ts";

/** What is known of the tables, for all viewers. */
const watches = new WeakMap<DashboardServices, Cached<TableFacts>>();

/**
 * The database as the queries of the orders API see it, so that a panel's numbers are the API's. It uses
 * the API's views if they are there, and makes none.
 */
export function ordersDb({ services, signal }: PanelContext): OrdersDb {
  const { tableOf, prefix } = services;
  const askUntil =
    (signal?: AbortSignal): OrdersDb["ask"] =>
    async <T extends Row>(text: string, parameters: readonly (string | number)[] = []) =>
      (await services.ask<T>(text, { parameters, ...signal ? { signal } : {} })).rows;
  let watch = watches.get(services);
  if (!watch) {
    const keeper = { make() {}, close: () => Promise.resolve() };
    watch = openTableWatch({ ask: askUntil(), tableOf, keeper }); // not cancelled: others use it, too
    watches.set(services, watch);
  }
  let products: Promise<Map<string, Product>> | undefined;
  const db: OrdersDb = {
    ask: askUntil(signal),
    nameOf: (stream) => quoted(tableOf(stream)),
    viewOf: ({ name }) => quoted(prefix + name),
    facts: watch.get,
    // One query serves all viewers: the newest seconds are read from the table.
    tail: () => Promise.resolve(undefined),
    products: () => products ??= knownProducts(db),
  };
  return db;
}

/** The page's range as the API's parameters: the moment in microseconds, the window in milliseconds. */
export function momentOf({ from, to }: PanelContext): { at: number; window: number } {
  return { at: +to * 1000, window: +to - +from };
}
