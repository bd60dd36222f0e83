import type { Random } from "../../random.ts";
import type { OrderItem } from "./order_items.ts";
import type { Order } from "./orders.ts";
import { isoMillis } from "../../time.ts";
import { arrivals, dayCurve } from "../../simulators/arrivals.ts";
import { uuid } from "../../simulators/uuid.ts";
import { Popular } from "../../simulators/popular.ts";
import { sampler } from "../../simulators/sampler.ts";
import { MENU, type MenuItem } from "./shop_menu.ts";
import { degrees, popularUsers, type ShopUser } from "./shop_users.ts";

/** Shares of orders with 1 to 10 lines, and of lines with 1 to 5 pieces, in percent. */
const anyLines = sampler([28, 25, 17, 11, 7, 5, 3, 2, 1, 1]);
const anyPieces = sampler([70, 18, 7, 3, 2]);
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
   * @default a live run: 0.5 to 1.5 seconds apart, day and night
   */
  gap?: number | undefined;
}

/** An endless sequence of times at which orders are placed, in whole milliseconds since 1970. */
export function* orderTimes(
  random: Random,
  { start, gap }: Pick<ShopOptions, "start" | "gap">,
): Generator<number> {
  if (gap === undefined) { for (let at = start;;) yield at += random.int(500, 1500); }
  const rate = (ms: number) => openHours(ms) / gap;
  for (const at of arrivals(random, { start, rate, peak: openHours.peak / gap })) {
    yield Math.floor(at);
  }
}

/** The menu with its favourites first: different ones for each seed. */
export function ranked(menu: readonly MenuItem[], random: Random): Popular<MenuItem> {
  const items = menu.map((item) => ({ item, at: random.next() })).sort((a, b) => a.at - b.at);
  return new Popular(items.map(({ item }) => item), 0.8);
}

/** When an order is placed, what may be ordered, and by whom. */
export interface NewOrderOptions {
  /** Whole milliseconds since 1970. */
  at: number;
  menu: Popular<MenuItem>;
  customers: Popular<ShopUser>;
  /** Makes the order's id. @default the random numbers of the order itself */
  ids?: Random;
}

/** An order. A line's price is the product's; the order's is Σ quantity · price, to the cent. */
export function newOrder(
  random: Random,
  { at, menu, customers, ids = random }: NewOrderOptions,
) {
  const user = customers.draw(random);
  const chosen = new Set<MenuItem>();
  const lines = anyLines(random) + 1;
  while (chosen.size < lines) chosen.add(menu.draw(random));
  let cents = 0, pieces = 0;
  const items = Array.from(chosen, (item) => {
    const quantity = anyPieces(random) + 1;
    cents += quantity * item.cents;
    pieces += quantity;
    return { product_id: item.id, quantity, price: item.cents / 100 };
  });
  return {
    id: uuid(ids),
    created_at: isoMillis(at),
    user_id: user.id,
    status: "PLACED_ORDER",
    price: cents / 100,
    items,
    products_ordered: lines,
    total_quantity: pieces,
    delivery_lat: degrees(user.lat + 0.0015 * random.normal()),
    delivery_lon: degrees(user.lon + 0.002 * random.normal()),
  } satisfies Order;
}

/** An endless sequence of orders in time order, with a menu and users that do not change. */
export function* shopOrders(
  random: Random,
  { users, start, gap }: ShopOptions,
): Generator<Order> {
  const menu = ranked(MENU, random), customers = popularUsers(users);
  for (const at of orderTimes(random, { start, gap })) {
    yield newOrder(random, { at, menu, customers });
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
