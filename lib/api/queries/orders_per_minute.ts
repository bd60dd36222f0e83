import { orders } from "../../feeds/mod.ts";
import { Bound } from "../bound.ts";
import type { OrdersDb } from "../orders_db.ts";
import type { OrdersPerMinute } from "../schemas.ts";
import { segmentsOf } from "../segments.ts";
import { orderMinutes } from "../views.ts";
import { cents } from "./cents.ts";
import { periodOf } from "./period.ts";

const MINUTE = 60_000;

/**
 * The orders of each minute of the clock that the period touches, in order of time, zeros where there are
 * none, as a chart needs it. `timestamp` is the minute's start; of the first and the last minute only the
 * orders within the period are counted. Empty if there are no orders at all.
 */
export async function ordersPerMinute(
  db: OrdersDb,
  { at, window }: { at: number; window: number },
): Promise<OrdersPerMinute> {
  const period = periodOf(at, window);
  const facts = await db.facts();
  if (facts.span(orders) === undefined) return [];
  const bound = new Bound();
  const table = db.nameOf(orders);
  const { whole, edges } = segmentsOf(period, facts.viewEnd(orderMinutes), orderMinutes.slice);
  const rows = await db.ask<{ minute: Date; orders: number; revenue: number | null }>(
    [
      ...whole
        ? [
          `select timestamp minute, orders, revenue from ${db.viewOf(orderMinutes)} where ${
            bound.within(whole)
          }`,
        ]
        : [],
      ...edges.map((edge) =>
        `select timestamp_floor('m', timestamp) minute, count() orders, sum(price) revenue from ${table} where ${
          bound.within(edge)
        }`
      ),
    ].join("\nunion all\n"),
    bound.values,
  );
  const sums = new Map<number, { orders: number; revenue: number }>();
  for (const { minute, orders, revenue } of rows) {
    const sum = sums.get(+minute) ?? { orders: 0, revenue: 0 };
    sums.set(+minute, {
      orders: sum.orders + Number(orders),
      revenue: sum.revenue + (revenue ?? 0),
    });
  }
  const answer: OrdersPerMinute = [];
  const start = Math.floor(period.from / 1000 / MINUTE) * MINUTE;
  for (let minute = start; minute < period.to / 1000; minute += MINUTE) {
    const { orders, revenue } = sums.get(minute) ?? { orders: 0, revenue: 0 };
    answer.push({ timestamp: new Date(minute).toISOString(), orders, revenue: cents(revenue) });
  }
  return answer;
}
