import { Bound } from "../bound.ts";
import type { OrdersDb } from "../orders_db.ts";
import { rankOf, statesSql } from "./states.ts";

/** Options for {@linkcode presentStatuses}. */
export interface PresentStatusOptions {
  /** The orders. */
  ids: string[];
  /** When the first of them was placed, in microseconds since 1970. */
  from: number;
  /** Leaves out what came at or after this moment. */
  at: number | undefined;
}

/** The statuses that orders have at a moment, by id; an order whose status is not known is missing. */
export async function presentStatuses(
  db: OrdersDb,
  { ids, from, at }: PresentStatusOptions,
): Promise<Map<string, string>> {
  const found = new Map<string, { status: string; timestamp: Date }>();
  if (ids.length === 0) return new Map();
  const bound = new Bound();
  const conditions = [
    `timestamp >= ${bound.time(from)}`,
    `id in (${ids.map((id) => bound.value(id)).join()})`,
    ...at === undefined ? [] : [`timestamp < ${bound.time(at)}`],
  ].join(" and ");
  const states = statesSql(db, await db.facts(), () => conditions);
  if (states === undefined) return new Map();
  const rows = await db.ask<{ id: string; status: string; timestamp: Date }>(states, bound.values);
  for (const row of rows) {
    const other = found.get(row.id);
    const later = other === undefined || row.timestamp > other.timestamp ||
      +row.timestamp === +other.timestamp && rankOf(row.status) > rankOf(other.status);
    if (later) found.set(row.id, row);
  }
  return new Map([...found].map(([id, { status }]) => [id, status]));
}
