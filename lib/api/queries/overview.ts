import { orders } from "../../feeds/mod.ts";
import { Bound } from "../bound.ts";
import type { OrdersDb } from "../orders_db.ts";
import type { Overview } from "../schemas.ts";
import { type Range, segmentsOf } from "../segments.ts";
import { orderMinutes } from "../views.ts";
import { cents } from "./cents.ts";
import { periodOf } from "./period.ts";

/**
 * The orders before a moment: all of them, those of the period that ends with it, and those of the
 * period before that.
 */
export async function overview(
  db: OrdersDb,
  { at, window }: { at: number; window: number },
): Promise<Overview> {
  const current = periodOf(at, window);
  const previous = periodOf(current.from, window);
  const facts = await db.facts();
  if (!facts.has(orders)) return answerOf([]);
  const bound = new Bound();
  const table = db.nameOf(orders);
  const all = { from: previous.from, to: at };
  const viewEnd = window > SHORT ? facts.viewEnd(orderMinutes) : undefined;
  const { minutes, edges } = segmentsOf(all, viewEnd);
  // The minute in which the periods meet is in both: it is read from the table.
  const middle = minutes && minuteOf(current.from);
  const meets = middle && middle.from < current.from && middle.from >= minutes.from &&
    middle.from < minutes.to;
  const sums = (orders: string, revenue: string) => {
    const from = bound.time(current.from);
    return `sum(case when timestamp >= ${from} then ${orders} else 0 end) orders,
      sum(case when timestamp >= ${from} then ${revenue} else 0.0 end) revenue,
      sum(case when timestamp < ${from} then ${orders} else 0 end) ordersBefore,
      sum(case when timestamp < ${from} then ${revenue} else 0.0 end) revenueBefore`;
  };
  const read = (range: Range) =>
    `select 0 total, ${sums("1", "price")} from ${table} where ${bound.within(range)}`;
  const rows = await db.ask<Sums>(
    [
      `select count() total, 0 orders, 0.0 revenue, 0 ordersBefore, 0.0 revenueBefore
      from ${table} where timestamp < ${bound.time(at)}`,
      ...minutes
        ? [
          `select 0 total, ${sums("orders", "revenue")} from ${db.viewOf(orderMinutes)}
          where ${bound.within(minutes)}${
            meets ? ` and timestamp != ${bound.time(middle.from)}` : ""
          }`,
        ]
        : [],
      ...(meets ? [...edges, middle] : edges).map(read),
    ].join("\nunion all\n"),
    bound.values,
  );
  return answerOf(rows);
}

/**
 * Up to this many milliseconds both periods are read from the table, which is less work than to ask view and
 * table.
 */
const SHORT = 150_000;
const MINUTE = 60e6;

function minuteOf(time: number): Range {
  const from = Math.floor(time / MINUTE) * MINUTE;
  return { from, to: from + MINUTE };
}

interface Sums {
  [name: string]: number | bigint | null;
  total: number;
  orders: number | null;
  revenue: number | null;
  ordersBefore: number | null;
  revenueBefore: number | null;
}

function answerOf(rows: readonly Sums[]): Overview {
  const sum = (name: keyof Sums) => rows.reduce((sum, row) => sum + Number(row[name] ?? 0), 0);
  return {
    totalOrders: sum("total"),
    currentTimePeriod: { orders: sum("orders"), totalPrice: cents(sum("revenue")) },
    previousTimePeriod: { orders: sum("ordersBefore"), totalPrice: cents(sum("revenueBefore")) },
  };
}
