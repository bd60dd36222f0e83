/** Orders that are placed now, with their lines, and the catalogue that they are from. */
import type { Order, OrderItem, ProductChange } from "../../lib/feeds/mod.ts";
import type { Random } from "../../lib/random.ts";
import { uuid } from "../../lib/simulators/uuid.ts";
import { isoTime } from "../../lib/time.ts";

const PRODUCTS = 80;
const CATEGORIES = ["Classic", "Supreme", "Veggie", "Chicken"];

/** The change events of the catalogue. @param ts_ms Milliseconds since 1970. */
export function catalogue(ts_ms: number): ProductChange[] {
  return Array.from({ length: PRODUCTS }, (_, i) => ({
    before: null,
    after: {
      id: String(i + 1),
      name: `Dish ${i + 1}`,
      description: null,
      category: CATEGORIES[i % CATEGORIES.length]!,
      price: 5 + i / 10,
      image: null,
    },
    op: "c",
    ts_ms,
  }));
}

/** An order and its lines. @param ms When it is placed, in milliseconds since 1970. */
export function orderAt(ms: number, random: Random): { order: Order; lines: OrderItem[] } {
  const created_at = isoTime(Math.floor(ms / 1000), (ms % 1000) * 1000, 3);
  const id = uuid(random);
  const items = Array.from({ length: random.int(1, 5) }, () => {
    const product = random.int(1, PRODUCTS);
    return {
      product_id: String(product),
      quantity: random.int(1, 3),
      price: 5 + (product - 1) / 10,
    };
  });
  const order = {
    id,
    created_at,
    user_id: String(random.int(1, 300)),
    status: "PLACED_ORDER",
    price: Math.round(items.reduce((sum, one) => sum + one.quantity * one.price * 100, 0)) / 100,
    items,
    products_ordered: items.length,
    total_quantity: items.reduce((sum, { quantity }) => sum + quantity, 0),
    delivery_lat: null,
    delivery_lon: null,
  };
  return {
    order,
    lines: items.map((item, i) => ({ order_id: id, line: i + 1, created_at, ...item })),
  };
}
