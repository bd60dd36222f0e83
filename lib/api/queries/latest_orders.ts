import { orders } from "../../feeds/mod.ts";
import { Bound } from "../bound.ts";
import type { OrdersDb } from "../orders_db.ts";
import type { LatestOrders } from "../schemas.ts";
import { presentStatuses } from "./present_statuses.ts";

/** The newest orders before a moment, the newest first, each with its status at that moment. */
export async function latestOrders(
  db: OrdersDb,
  { at, limit }: { at: number; limit: number },
): Promise<LatestOrders> {
  if (!(await db.facts()).has(orders)) return [];
  const bound = new Bound();
  const rows = await db.ask<OrderRow>(
    `select timestamp, id, user_id, price, status from ${db.nameOf(orders)}
    where timestamp < ${bound.time(at)} order by timestamp desc limit ${limit}`,
    bound.values,
  );
  return await withStatuses(db, rows, at);
}

/** A row of the table of orders. */
export interface OrderRow {
  [name: string]: unknown;
  timestamp: Date;
  id: string;
  user_id: string | null;
  price: number;
  status: string | null;
}

/** Orders in the API's form, with the status that each has at a moment. */
export async function withStatuses(
  db: OrdersDb,
  rows: OrderRow[],
  at: number | undefined,
): Promise<LatestOrders> {
  const from = Math.min(...rows.map(({ timestamp }) => +timestamp)) * 1000;
  const present = await presentStatuses(db, { ids: rows.map(({ id }) => id), from, at });
  return rows.map(({ id, timestamp, user_id, price, status }) => ({
    id,
    createdAt: timestamp.toISOString(),
    userId: user_id,
    price,
    status: present.get(id) ?? status ?? "",
  }));
}
