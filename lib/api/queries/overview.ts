import { orders } from "../../feeds/mod.ts";
import { Bound } from "../bound.ts";
import type { OrdersDb } from "../orders_db.ts";
import type { Overview } from "../schemas.ts";
import { NOTHING, type Range, segmentsOf } from "../segments.ts";
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
  const answer = {
    totalOrders: 0,
    currentTimePeriod: { orders: 0, totalPrice: 0 },
    previousTimePeriod: { orders: 0, totalPrice: 0 },
  };
  if (!facts.has(orders)) return answer;
  const bound = new Bound();
  const table = db.nameOf(orders);
  const viewEnd = facts.viewEnd(orderMinutes);
  const view = db.viewOf(orderMinutes);
  // The same text for every request, with empty ranges where a part is not needed: QuestDB then plans it
  // once for each connection. A plan takes milliseconds to make, and its memory is kept.
  const parts = (period: string, range: Range) => {
    const { whole, edges } = segmentsOf(range, viewEnd, orderMinutes.slice);
    const [first = NOTHING, last = NOTHING] = edges;
    return [
      ...viewEnd === undefined ? [] : [
        `select '${period}' period, sum(orders) orders, sum(revenue) revenue from ${view} where ${
          bound.within(whole ?? NOTHING)
        }`,
      ],
      ...[first, last].map((edge) =>
        `select '${period}' period, count() orders, sum(price) revenue from ${table} where ${
          bound.within(edge)
        }`
      ),
    ];
  };
  const rows = await db.ask<{ period: string; orders: number | null; revenue: number | null }>(
    [
      `select 'total' period, count() orders, 0.0 revenue from ${table} where timestamp < ${
        bound.time(at)
      }`,
      ...parts("current", current),
      ...parts("previous", previous),
    ].join("\nunion all\n"),
    bound.values,
  );
  for (const { period, orders, revenue } of rows) {
    if (period === "total") answer.totalOrders = Number(orders);
    else {
      const sum = period === "current" ? answer.currentTimePeriod : answer.previousTimePeriod;
      sum.orders += Number(orders ?? 0);
      sum.totalPrice += revenue ?? 0;
    }
  }
  for (const sum of [answer.currentTimePeriod, answer.previousTimePeriod]) {
    sum.totalPrice = cents(sum.totalPrice);
  }
  return answer;
}
