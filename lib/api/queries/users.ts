import { orders, users as userChanges } from "../../feeds/mod.ts";
import { Bound } from "../bound.ts";
import type { OrdersDb } from "../orders_db.ts";
import { NotFoundError, quotedValue } from "../problems.ts";
import type { UserOrders, Users } from "../schemas.ts";
import { type OrderRow, withStatuses } from "./latest_orders.ts";

const { compare } = new Intl.Collator("en", { numeric: true });

interface UserRow {
  [name: string]: unknown;
  id: string;
  first_name: string | null;
  last_name: string | null;
  op: string;
}

/** The users as they were changed last, without those that were deleted, in the order of their ids. */
export async function users(db: OrdersDb, { limit }: { limit: number }): Promise<Users> {
  if (!(await db.facts()).has(userChanges)) return [];
  const rows = await db.ask<UserRow>(
    `select id, first_name, last_name, op from ${
      db.nameOf(userChanges)
    } latest on timestamp partition by id`,
  );
  return rows.filter(({ op }) => op !== "d").sort((a, b) => compare(a.id, b.id)).slice(0, limit)
    .map(({ id, first_name, last_name }) => ({
      id,
      name: [first_name, last_name].filter(Boolean).join(" "),
    }));
}

/**
 * The orders of a user, the newest first, each with its status.
 *
 * @throws {NotFoundError} There is no such user, and no order has it.
 */
export async function userOrders(
  db: OrdersDb,
  { id, at, limit }: { id: string; at: number | undefined; limit: number },
): Promise<UserOrders> {
  const facts = await db.facts();
  const rows = facts.has(orders) ? await ordersOf(db, { id, at, limit }) : [];
  if (rows.length === 0 && !await isUser(db, id)) {
    throw new NotFoundError(`There is no user ${quotedValue(id)}`, "id");
  }
  return (await withStatuses(db, rows, at))
    .map(({ id, createdAt, price, status }) => ({ id, createdAt, price, status }));
}

function ordersOf(
  db: OrdersDb,
  { id, at, limit }: { id: string; at: number | undefined; limit: number },
): Promise<OrderRow[]> {
  const bound = new Bound();
  return db.ask<OrderRow>(
    `select timestamp, id, user_id, price, status from ${db.nameOf(orders)}
    where user_id = ${bound.value(id)}${
      at === undefined ? "" : ` and timestamp < ${bound.time(at)}`
    } order by timestamp desc limit ${limit}`,
    bound.values,
  );
}

async function isUser(db: OrdersDb, id: string): Promise<boolean> {
  if (!(await db.facts()).has(userChanges)) return false;
  const bound = new Bound();
  const [newest] = await db.ask<{ op: string }>(
    `select op from ${db.nameOf(userChanges)} where id = ${
      bound.value(id)
    } latest on timestamp partition by id`,
    bound.values,
  );
  return newest !== undefined && newest.op !== "d";
}
