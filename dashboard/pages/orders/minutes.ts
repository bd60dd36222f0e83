import { ordersPerMinute } from "../../../lib/api/queries/orders_per_minute.ts";
import { orders } from "../../../lib/feeds/mod.ts";
import type { PanelContext } from "../../define_page.ts";
import { fillBuckets } from "../../fill_buckets.ts";
import { ordersDb } from "./orders_db.ts";

/** A minute, or of long ranges some minutes together. A type, not an interface: panels take it as a row. */
export type Minutes = {
  timestamp: Date;
  /** Per minute. */
  orders: number;
  /** Per minute. */
  revenue: number;
  /** Whether the range ends within it. */
  unfinished: boolean;
};

const MINUTE = 60_000;
/** Longest range that is asked minute by minute, as the API does. */
const BY_MINUTE = 7 * 24 * 60 * MINUTE;
/** About as many points as a figure has pixels. */
const POINTS = 1500;

/** Orders and revenue per minute in the range, whose first minute is whole. */
export async function minutesOf(context: PanelContext): Promise<Minutes[]> {
  const { from, to, start, step, sql } = context;
  const begin = Math.floor(+from / MINUTE) * MINUTE;
  const window = +to - begin;
  if (window > BY_MINUTE) {
    const rows = await sql<{ timestamp: Date; orders: number; revenue: number }>`
      select timestamp, count() orders, sum(price) revenue from ${orders}
      where timestamp >= ${start} and timestamp < ${to} sample by ${step}`;
    const all = fillBuckets(rows, context, { zero: ["orders", "revenue"] }) as typeof rows;
    return folded(all, { length: step.ms, of: step.ms, to: +to });
  }
  const answer = await ordersPerMinute(ordersDb(context), { at: +to * 1000, window });
  if (!answer.some(({ orders }) => orders > 0)) return []; // the panel offers older ones
  const rows = answer.map(({ timestamp, ...sums }) => ({
    timestamp: new Date(timestamp),
    ...sums,
  }));
  const length = MINUTE * Math.max(1, Math.ceil(rows.length / POINTS));
  return folded(rows, { length, of: MINUTE, to: +to });
}

/** Lengths in milliseconds for {@linkcode folded}. */
export interface FoldOptions {
  /** Of a bucket of the result. */
  length: number;
  /** Of a bucket of the rows. */
  of: number;
  /** Where the range ends, in milliseconds since 1970. */
  to: number;
}

/** Sums of buckets, put together into longer ones as means per minute. */
export function folded(
  rows: readonly { timestamp: Date; orders: number; revenue: number }[],
  { length, of, to }: FoldOptions,
): Minutes[] {
  const buckets = Map.groupBy(rows, ({ timestamp }) => Math.floor(+timestamp / length) * length);
  return [...buckets].map(([at, parts]) => {
    const minutes = parts.length * of / MINUTE;
    const sum = (name: "orders" | "revenue") =>
      parts.reduce((sum, part) => sum + Number(part[name] ?? 0), 0) / minutes;
    return {
      timestamp: new Date(at),
      orders: sum("orders"),
      revenue: sum("revenue"),
      unfinished: +parts.at(-1)!.timestamp + of > to,
    };
  });
}
