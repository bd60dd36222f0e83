import { stuck } from "../../../lib/api/queries/stuck.ts";
import { ORDER_STATUSES } from "../../../lib/feeds/mod.ts";
import type { PanelContext } from "../../define_page.ts";
import { lengthOf } from "../../live/range.ts";
import { ordersDb } from "./orders_db.ts";

/** Orders of each status that are shown. */
const MOST = 50;
/** Minutes that an order may wait, unless the page's address says otherwise. */
const PATIENCE = 5 * 60_000;

/** Orders that have waited too long in a status which is not the last, the longest first. */
export async function stuckOrders(context: PanelContext): Promise<object[]> {
  const db = ordersDb(context), at = +context.to * 1000;
  const ms = lengthOf(context.params.stuck ?? "") ?? PATIENCE;
  const lists = await Promise.all(
    ORDER_STATUSES.slice(0, -1).map((status) => stuck(db, { at, status, ms, limit: MOST })),
  );
  return lists.flat().toSorted((a, b) => b.ms - a.ms).map((order) => ({
    ...order,
    since: new Date(order.since),
  }));
}
