import type { Random } from "../../random.ts";
import type { OrderItem } from "./order_items.ts";
import type { Order } from "./orders.ts";
import { isoTime } from "../../time.ts";
import { arrivals, dayCurve } from "../../simulators/arrivals.ts";
import { uuid } from "../../simulators/uuid.ts";
import { sampler, zipf } from "../../simulators/sampler.ts";
import { MENU, type MenuItem } from "./shop_menu.ts";
import { degrees, type ShopUser } from "./shop_users.ts";

/** Shares of orders with 1 to 10 lines, and of lines with 1 to 5 pieces, in percent. */
const LINES = [28, 25, 17, 11, 7, 5, 3, 2, 1, 1];
const PIECES = [70, 18, 7, 3, 2];
/** Closed at night, busiest for lunch and dinner: weights at the full hours. */
const openHours = dayCurve([
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 55],
  ...[105, 95, 55, 40, 55, 85, 110, 95, 65, 40, 18, 0],
]);

/** Options for {@linkcode shopOrders}: who orders, from when on, and how often. */
export interface ShopOptions {
  users: readonly ShopUser[];
  /** Milliseconds since 1970. */
  start: number;
  /**
   * Mean milliseconds between two orders, over days with a lunch peak, a dinner peak and a night.
   * @default a live run: 20 to 100 ms apart, day and night
   */
  gap?: number;
}

function* liveTimes(random: Random, start: number): Generator<number> {
  for (let at = start;;) yield at += random.int(20, 100);
}

/** An endless sequence of orders in time order. A line's price is the product's; an order's is Σ quantity · price, to the cent. */
export function* shopOrders(
  random: Random,
  { users, start, gap }: ShopOptions,
): Generator<Order> {
  // Each seed has different favourites.
  const ranked = MENU.map((item) => ({ item, at: random.next() })).sort((a, b) => a.at - b.at);
  const anyProduct = sampler(zipf(MENU.length, 0.8));
  const anyUser = sampler(zipf(users.length, 0.5));
  const anyLines = sampler(LINES), anyPieces = sampler(PIECES);
  const times = gap === undefined ? liveTimes(random, start) : arrivals(random, {
    start,
    rate: (ms) => openHours(ms) / gap,
    peak: openHours.peak / gap,
  });
  for (const at of times) {
    const ms = Math.floor(at);
    const user = users[anyUser(random)]!;
    const chosen = new Set<MenuItem>();
    const lines = anyLines(random) + 1;
    while (chosen.size < lines) chosen.add(ranked[anyProduct(random)]!.item);
    let cents = 0, pieces = 0;
    const items = Array.from(chosen, (item) => {
      const quantity = anyPieces(random) + 1;
      cents += quantity * item.cents;
      pieces += quantity;
      return { product_id: item.id, quantity, price: item.cents / 100 };
    });
    yield {
      id: uuid(random),
      created_at: isoTime(Math.floor(ms / 1000), (ms % 1000) * 1000, 3),
      user_id: user.id,
      status: "PLACED_ORDER",
      price: cents / 100,
      items,
      products_ordered: lines,
      total_quantity: pieces,
      delivery_lat: degrees(user.lat + 0.0015 * random.normal()),
      delivery_lon: degrees(user.lon + 0.002 * random.normal()),
    };
  }
}

/** The lines of an order as separate records. */
export function linesOf(order: Order): OrderItem[] {
  return order.items.map((item, i) => ({
    order_id: order.id,
    line: i + 1,
    created_at: order.created_at,
    product_id: item.product_id,
    quantity: item.quantity,
    price: item.price,
  }));
}
