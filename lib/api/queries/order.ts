import { deliveryStatuses, orderItems, orders } from "../../feeds/mod.ts";
import { enrichedOrderItems } from "../../flows/enriched_order_items.ts";
import type { Stream } from "../../streams/stream.ts";
import { Bound } from "../bound.ts";
import type { OrdersDb } from "../orders_db.ts";
import { NotFoundError, quotedValue } from "../problems.ts";
import type { OrderDetails } from "../schemas.ts";
import type { OrderRow } from "./latest_orders.ts";
import { rankOf, statesSql } from "./states.ts";

/**
 * An order with its lines, its statuses and where its delivery is. A line has the product's name as it was
 * when it was enriched; one that is not (yet) has that of the newest product, or its id.
 *
 * @throws {NotFoundError} There is no such order.
 */
export async function order(
  db: OrdersDb,
  { id, at }: { id: string; at: number | undefined },
): Promise<OrderDetails> {
  const unknown = new NotFoundError(`There is no order ${quotedValue(id)}`, "id");
  const facts = await db.facts();
  if (!facts.has(orders)) throw unknown;
  const bound = new Bound();
  const [found] = await db.ask<OrderRow>(
    `select timestamp, id, user_id, price, status from ${db.nameOf(orders)}
    where id = ${bound.value(id)}${before(bound, at)} limit -1`,
    bound.values,
  );
  if (!found) throw unknown;
  const from = +found.timestamp * 1000;
  const [products, statuses, delivery] = await Promise.all([
    productsOf(db, { id, from }),
    statusesOf(db, { id, from, at }),
    deliveryOf(db, { id, from, at }),
  ]);
  return {
    id,
    createdAt: found.timestamp.toISOString(),
    userId: found.user_id,
    price: found.price,
    products,
    statuses,
    delivery,
  };
}

interface Known {
  id: string;
  /** When the order was placed, in microseconds since 1970. */
  from: number;
}

const before = (bound: Bound, at: number | undefined): string =>
  at === undefined ? "" : ` and timestamp < ${bound.time(at)}`;

async function productsOf(db: OrdersDb, { id, from }: Known): Promise<OrderDetails["products"]> {
  const facts = await db.facts();
  const linesOf = <T extends LineRow>(stream: Stream, columns: string) => {
    if (!facts.has(stream)) return [];
    const bound = new Bound();
    return db.ask<T>(
      `select line, product_id, quantity, ${columns} from ${db.nameOf(stream)} where ${
        bound.within({ from, to: from + 1000 }) // a Date has no microseconds
      } and order_id = ${bound.value(id)}`,
      bound.values,
    );
  };
  const [lines, enriched, names] = await Promise.all([
    linesOf(orderItems, "price"),
    linesOf<LineRow & { product_name: string; image: string | null }>(
      enrichedOrderItems,
      "item_price price, product_name, image",
    ),
    db.products(),
  ]);
  const byLine = new Map(enriched.map((row) => [Number(row.line), row]));
  const all = new Map<number, LineRow>(
    [...enriched, ...lines].map((row) => [Number(row.line), row]),
  );
  return [...all].sort(([a], [b]) => a - b).map(([line, { product_id, quantity, price }]) => {
    const known = byLine.get(line);
    const product = names.get(product_id);
    return {
      product: known?.product_name ?? product?.name ?? product_id,
      image: (known ? known.image : product?.image) ?? null,
      quantity: Number(quantity),
      price,
    };
  });
}

interface LineRow {
  [name: string]: unknown;
  line: number;
  product_id: string;
  quantity: number;
  price: number;
}

async function statusesOf(
  db: OrdersDb,
  { id, at }: Known & { at: number | undefined },
): Promise<OrderDetails["statuses"]> {
  const bound = new Bound();
  const condition = `id = ${bound.value(id)}${before(bound, at)}`;
  const states = statesSql(db, await db.facts(), () => condition);
  if (states === undefined) return [];
  const rows = await db.ask<{ timestamp: Date; status: string }>(states, bound.values);
  return rows
    .toSorted((a, b) => +a.timestamp - +b.timestamp || rankOf(a.status) - rankOf(b.status))
    .map(({ status, timestamp }) => ({ status, timestamp: timestamp.toISOString() }));
}

async function deliveryOf(
  db: OrdersDb,
  { id, from, at }: Known & { at: number | undefined },
): Promise<OrderDetails["delivery"]> {
  if (!(await db.facts()).has(deliveryStatuses)) return null;
  const bound = new Bound();
  const [place] = await db.ask<{ timestamp: Date; lat: number; lon: number }>(
    `select timestamp, delivery_lat lat, delivery_lon lon from ${db.nameOf(deliveryStatuses)}
    where timestamp >= ${bound.time(from)} and id = ${bound.value(id)}${
      before(bound, at)
    } limit -1`,
    bound.values,
  );
  if (!place) return null;
  return { lat: place.lat, lon: place.lon, timestamp: place.timestamp.toISOString() };
}
