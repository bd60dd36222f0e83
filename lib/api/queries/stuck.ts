import { orders } from "../../feeds/mod.ts";
import { orderStates } from "../../flows/order_states.ts";
import { Bound } from "../bound.ts";
import type { OrdersDb } from "../orders_db.ts";
import type { Stuck } from "../schemas.ts";
import { hasStates, statesSql, staysSql } from "./states.ts";

/** The orders whose status at a moment has been one of these for longer than `ms`, the longest first. */
export async function stuck(
  db: OrdersDb,
  { at, statuses, ms, limit }: {
    at: number;
    statuses: readonly string[];
    ms: number;
    limit: number;
  },
): Promise<Stuck> {
  const bound = new Bound();
  const facts = await db.facts();
  const before = `timestamp < ${bound.time(at)}`;
  const states = statesSql(db, facts, () => before);
  if (states === undefined) return [];
  const list = statuses.map((status) => bound.value(status)).join();
  const rows = await db.ask<{ id: string; status: string; since: Date }>(
    `select id, status, timestamp since from (${staysSql(states)})
    where ended is null and status in (${list}) and timestamp < ${
      bound.time(at - ms * 1000)
    } order by timestamp, id limit ${limit}`,
    bound.values,
  );
  const placed = await placedOrders(db, rows.map(({ id }) => id));
  return rows.map(({ id, status, since }) => ({
    id,
    status,
    since: since.toISOString(),
    ms: Math.floor(at / 1000 - +since),
    userId: placed.get(id)?.user_id ?? null,
    price: placed.get(id)?.price ?? null,
  }));
}

interface Placed {
  [name: string]: unknown;
  id: string;
  user_id: string | null;
  price: number;
}

/** Users and prices of some orders; an order may be missing, as its status can come before it. */
async function placedOrders(db: OrdersDb, ids: string[]): Promise<Map<string, Placed>> {
  const facts = await db.facts();
  const stream = hasStates(facts) ? orderStates : orders;
  if (ids.length === 0 || !facts.has(stream)) return new Map();
  const bound = new Bound();
  const rows = await db.ask<Placed>(
    `select distinct id, user_id, price from ${db.nameOf(stream)} where id in (${
      ids.map((id) => bound.value(id)).join()
    })`,
    bound.values,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
