/**
 * The materialized views behind the hot queries: whole minutes or seconds, added up as rows come. Lines of
 * one order have one time, so that the distinct orders of seconds add up to those of longer times. To count
 * distinct orders is slow, and a refresh calculates its newest slice again: therefore seconds.
 */
import { orderItems, orders } from "../feeds/mod.ts";
import { enrichedOrderItems } from "../flows/enriched_order_items.ts";
import { quoted } from "../questdb/profile/profiled.ts";
import type { Stream } from "../streams/stream.ts";

/** A view of a stream's table by slices of time. */
export interface SliceView {
  /** Its name without the prefix. */
  name: string;
  from: Stream;
  /** Length of a slice, in microseconds. */
  slice: number;
  /** The query that it keeps, over a table with this quoted name. */
  sql(table: string): string;
}

function sliced(name: string, from: Stream, { seconds, columns }: {
  seconds: number;
  columns: string;
}): SliceView {
  return {
    name,
    from,
    slice: seconds * 1e6,
    sql: (table) =>
      `select timestamp, ${columns} from ${table} sample by ${seconds}s align to calendar`,
  };
}

/** Orders and their revenue. */
export const orderMinutes = sliced("api_order_minutes", orders, {
  seconds: 60,
  columns: "count() orders, sum(price) revenue",
});

/** Orders with a product, and pieces of it. */
export const productSeconds = sliced("api_product_seconds", orderItems, {
  seconds: 1,
  columns: "product_id, count_distinct(order_id) orders, sum(quantity) quantity",
});

/** Orders with a category, and pieces of it. */
export const categorySeconds = sliced("api_category_seconds", enrichedOrderItems, {
  seconds: 1,
  columns: "category, count_distinct(order_id) orders, sum(quantity) quantity",
});

/** All of them. */
export const sliceViews: readonly SliceView[] = [orderMinutes, productSeconds, categorySeconds];

/** The statement that creates a view. QuestDB refreshes it after each commit to the table. */
export function createView(view: SliceView, prefix: string): string {
  const table = quoted(prefix + view.from.name);
  return `create materialized view if not exists ${quoted(prefix + view.name)} as (${
    view.sql(table)
  }) partition by month`;
}
