import { seeded } from "../../random.ts";
import type { Source, SourceBatch } from "../../sources/source.ts";
import type { Stream } from "../../streams/stream.ts";
import { orderItems } from "./order_items.ts";
import { orders } from "./orders.ts";
import { products } from "./products.ts";
import { users } from "./users.ts";
import { MENU, type MenuItem } from "./shop_menu.ts";
import { linesOf, type ShopOptions, shopOrders } from "./shop_orders.ts";
import { shopUsers } from "./shop_users.ts";
import {
  asSource,
  batchMaker,
  chunks,
  type SimulatorOptions,
  startOf,
} from "../../simulators/simulator.ts";

/** The product record of a menu item. Its picture is an inline SVG: no file, no network. */
function productOf({ id, dish, size, cents }: MenuItem) {
  const letter = dish.name[0];
  const hue = [...dish.category].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 360;
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64'>` +
    `<circle cx='32' cy='32' r='32' fill='hsl(${hue},60%,80%)'/>` +
    `<text x='32' y='44' font-size='36' text-anchor='middle'>${letter}</text></svg>`;
  return {
    id,
    name: size === null ? dish.name : `${dish.name} (${size})`,
    description: dish.ingredients,
    category: dish.category,
    price: cents / 100,
    image: `data:image/svg+xml,${encodeURIComponent(svg)}`,
  };
}

/** Options for the simulated shop. `limit` counts only orders; their lines, products and users are extra. */
export interface ShopSimulatorOptions extends SimulatorOptions, Pick<ShopOptions, "gap"> {}

function* shopBatches(options: ShopSimulatorOptions): Generator<SourceBatch> {
  const { seed, limit, batchSize = 2000, gap } = options;
  const random = seeded(seed), start = startOf(options);
  const maker = (stream: Stream, limit?: number) =>
    batchMaker({ stream, name: stream.name, limit }, options);
  const created = (after: object) => ({ before: null, after, op: "c", ts_ms: start });

  yield* chunks(MENU.map(productOf).map(created), batchSize).map(maker(products));
  const people = shopUsers(random);
  yield* chunks(people.map(created), batchSize).map(maker(users));

  const order = maker(orders, limit), line = maker(orderItems);
  const placed = shopOrders(random, { users: people, start, gap }).take(limit ?? Infinity);
  // An order has three lines on average: with a quarter of a batch, orders and lines stay close in
  // time.
  for (const some of chunks(placed, Math.ceil(batchSize / 4))) {
    yield order(some);
    yield* chunks(some.flatMap(linesOf), batchSize).map(line);
  }
}

/** A simulated shop as a source: first products and users, then orders, each batch followed by its lines. */
export function simulateOrders(options: ShopSimulatorOptions): Source {
  startOf(options); // A wrong start is reported by the call, not with the first batch.
  return asSource(shopBatches(options), options);
}
