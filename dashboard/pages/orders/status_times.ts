import { Bound } from "../../../lib/api/bound.ts";
import { periodOf } from "../../../lib/api/queries/period.ts";
import { byLife, hasStates, statesSql } from "../../../lib/api/queries/states.ts";
import { statuses } from "../../../lib/api/queries/statuses.ts";
import { ORDER_STATUSES, orders } from "../../../lib/feeds/mod.ts";
import { orderStates } from "../../../lib/flows/order_states.ts";
import type { PanelContext } from "../../define_page.ts";
import { momentOf, ordersDb } from "./orders_db.ts";

/** Times of a status that orders entered in the range, in milliseconds. A type: panels take it as a row. */
export type StatusTimes = {
  status: string;
  /** Orders that entered it. */
  orders: number;
  /** From placing the order to this status; null for the first. */
  p50: number | null;
  p90: number | null;
  max: number | null;
  /** In this status, until the next one or until now: the API's, null for the last. */
  stays_p50: number | null;
  stays_p90: number | null;
};

interface Times {
  [name: string]: unknown;
  status: string;
  orders: number;
  p50: number | null;
  p90: number | null;
  max: number | null;
}

/** How long after their placing orders entered each status in the range, and how long they stayed. */
export async function statusTimes(context: PanelContext): Promise<StatusTimes[]> {
  const db = ordersDb(context), moment = momentOf(context);
  const facts = await db.facts();
  const bound = new Bound();
  const within = () => bound.within(periodOf(moment.at, moment.window));
  let times: string;
  if (hasStates(facts)) {
    times = `select status, (timestamp - created_at) / 1000.0 ms from ${db.nameOf(orderStates)}
      where ${within()}`;
  } else {
    const states = statesSql(db, facts, within);
    if (states === undefined || !facts.has(orders)) return [];
    times = `select s.status, (s.timestamp - o.timestamp) / 1000.0 ms from (${states}) s
      join (select id, timestamp from ${db.nameOf(orders)}) o on o.id = s.id`;
  }
  const [reached, stays] = await Promise.all([
    db.ask<Times>(
      `select status, count() orders, approx_percentile(ms, 0.5, 3) p50,
        approx_percentile(ms, 0.9, 3) p90, max(ms) max
      from (${times}) where ms >= 0`,
      bound.values,
    ),
    statuses(db, moment),
  ]);
  const stay = new Map(stays.map((one) => [one.status, one]));
  return reached.toSorted((a, b) => byLife(a.status, b.status)).map((row) => {
    const { status, orders } = row;
    const own = status === ORDER_STATUSES.at(-1) ? undefined : stay.get(status);
    const isFirst = status === ORDER_STATUSES[0];
    return {
      status,
      orders: Number(orders),
      p50: isFirst ? null : row.p50,
      p90: isFirst ? null : row.p90,
      max: isFirst ? null : row.max,
      stays_p50: own ? own.p50 * 1000 : null,
      stays_p90: own ? own.p90 * 1000 : null,
    };
  });
}
