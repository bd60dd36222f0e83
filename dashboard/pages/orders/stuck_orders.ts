import { stuck } from "../../../lib/api/queries/stuck.ts";
import { ORDER_STATUSES } from "../../../lib/feeds/mod.ts";
import type { PanelContext } from "../../define_page.ts";
import { lengthOf } from "../../live/range.ts";
import { ordersDb } from "./orders_db.ts";

/** Orders that are shown. */
const MOST = 200;
/** Those in which an order can wait for the next one. */
const WAITING = ORDER_STATUSES.slice(0, -1);
/** Minutes that an order may wait, unless the page's address says otherwise. */
const PATIENCE = 5 * 60_000;

/** Orders that have waited too long in a status which is not the last, the longest first. */
export async function stuckOrders(context: PanelContext): Promise<object[]> {
  const db = ordersDb(context), at = +context.to * 1000;
  const ms = lengthOf(context.params.stuck ?? "") ?? PATIENCE;
  const orders = await stuck(db, { at, statuses: WAITING, ms, limit: MOST });
  return orders.map((order) => ({ ...order, since: new Date(order.since) }));
}
