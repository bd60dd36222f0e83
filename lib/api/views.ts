/**
 * The materialized views behind the hot queries: whole minutes, added up as rows come. Lines of one order
 * have one time, so that the distinct orders of minutes add up to those of longer times.
 */
import { orderItems, orders } from "../feeds/mod.ts";
import { enrichedOrderItems } from "../flows/enriched_order_items.ts";
import { quoted } from "../questdb/profile/profiled.ts";
import type { Stream } from "../streams/stream.ts";

/** A view of a stream's table by minutes. */
export interface MinuteView {
  /** Its name without the prefix. */
  name: string;
  from: Stream;
  /** The query that it keeps, over a table with this quoted name. */
  sql(table: string): string;
}

function byMinute(name: string, from: Stream, columns: string): MinuteView {
  return {
    name,
    from,
    sql: (table) => `select timestamp, ${columns} from ${table} sample by 1m align to calendar`,
  };
}

/** Orders and their revenue. */
export const orderMinutes = byMinute(
  "api_order_minutes",
  orders,
  "count() orders, sum(price) revenue",
);

/** Orders with a product, and pieces of it. */
export const productMinutes = byMinute(
  "api_product_minutes",
  orderItems,
  "product_id, count_distinct(order_id) orders, sum(quantity) quantity",
);

/** Orders with a category, and pieces of it. */
export const categoryMinutes = byMinute(
  "api_category_minutes",
  enrichedOrderItems,
  "category, count_distinct(order_id) orders, sum(quantity) quantity",
);

export const minuteViews: readonly MinuteView[] = [orderMinutes, productMinutes, categoryMinutes];

/** The statement that creates a view. QuestDB refreshes it after each commit to the table. */
export function createView(view: MinuteView, prefix: string): string {
  const table = quoted(prefix + view.from.name);
  return `create materialized view if not exists ${quoted(prefix + view.name)} as (${
    view.sql(table)
  }) partition by month`;
}
