/** The statuses that orders have had, from the flow's table or, without its rows, from the feed's. */
import { ORDER_STATUSES, orders, orderStatuses } from "../../feeds/mod.ts";
import { orderStates } from "../../flows/order_states.ts";
import type { OrdersDb, TableFacts } from "../orders_db.ts";

/** Whether the flow `order_state` has written rows. */
export function hasStates(facts: TableFacts): boolean {
  return facts.span(orderStates) !== undefined;
}

/**
 * A query of `timestamp` (when the status began), `id` and `status`, each once: the rows of `order_state` if
 * it has any, else the statuses of the feed together with that of the orders themselves.
 *
 * @param where A condition on these columns, once per table: it may bind values.
 * @returns Undefined if there is none of the tables.
 */
export function statesSql(
  db: OrdersDb,
  facts: TableFacts,
  where: () => string,
): string | undefined {
  const tables = hasStates(facts)
    ? [orderStates]
    : [orders, orderStatuses].filter((stream) => facts.has(stream));
  if (tables.length === 0) return undefined;
  return tables.map((stream) =>
    `select timestamp, id, status::varchar status from ${db.nameOf(stream)} where ${where()}`
  ).join(" union ");
}

/**
 * The same with `ended`: when the next status of the order began, null if there is none. Of two of one
 * moment, the one that is later in an order's life is the next.
 */
export function staysSql(states: string): string {
  return `select timestamp, id, status, lead(timestamp) over (partition by id order by timestamp) ended from (${states})`;
}

/** A status's place in an order's life; those that are unknown come last. */
export function rankOf(status: string): number {
  const place = (ORDER_STATUSES as readonly string[]).indexOf(status);
  return place < 0 ? ORDER_STATUSES.length : place;
}

/** The order of statuses in an order's life, unknown ones last and by name. */
export function byLife(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}
