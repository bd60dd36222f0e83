import { seeded } from "../../random.ts";
import { asSource, type SimulatorOptions, startOf } from "../../simulators/simulator.ts";
import { Slices } from "../../simulators/slices.ts";
import { type Process, Timeline } from "../../simulators/timeline.ts";
import type { Source, SourceBatch } from "../../sources/source.ts";
import { deliveryStatuses } from "./delivery_statuses.ts";
import { menuChanges } from "./menu_changes.ts";
import { orderItems } from "./order_items.ts";
import { type Emit, orderLife } from "./order_life.ts";
import { orderStatuses } from "./order_statuses.ts";
import { orders } from "./orders.ts";
import { products } from "./products.ts";
import { linesOf, newOrder, orderTimes, ranked, type ShopOptions } from "./shop_orders.ts";
import { numberedMenu, productOf } from "./shop_products.ts";
import { popularUsers, shopUsers } from "./shop_users.ts";
import { userChanges } from "./user_changes.ts";
import { users } from "./users.ts";

/**
 * Options for the simulated shop. `limit` counts only orders; the rest is extra, and the lives of these
 * orders are played to their end.
 */
export interface ShopSimulatorOptions extends SimulatorOptions, Pick<ShopOptions, "gap"> {}

function* shopBatches(options: ShopSimulatorOptions): Generator<SourceBatch> {
  const { seed, limit, gap } = options;
  const start = startOf(options), random = seeded(seed), chance = seeded(`${seed} lives`);
  // Two runs with the same seed at other times are other orders.
  const ids = seeded(`${seed} orders from ${start}`);
  const streams = [
    ...[products, users].map((stream) => ({ stream })),
    { stream: orders, limit },
    ...[orderItems, orderStatuses, deliveryStatuses].map((stream) => ({ stream })),
  ];
  const slices = new Slices({ streams, parts: orderItems }, options);
  const emit: Emit = (stream, record) => slices.add(stream, record);

  const items = numberedMenu(), people = shopUsers(random);
  const created = <T>(after: T) => ({ before: null, after, op: "c" as const, ts_ms: start });
  for (const item of items) emit(products, created(productOf(item)));
  for (const user of people) emit(users, created({ ...user }));
  yield* slices.take(start);

  const timeline = new Timeline();
  const menu = ranked(items, random), customers = popularUsers(people);
  function* arrivals(): Process {
    for (const at of orderTimes(random, { start, gap }).take(limit ?? Infinity)) {
      yield at;
      const order = newOrder(random, { at, menu, customers, ids });
      emit(orders, order);
      for (const line of linesOf(order)) emit(orderItems, line);
      const address = { lat: order.delivery_lat, lon: order.delivery_lon };
      timeline.add(orderLife({ id: order.id, at, address }, { random: chance, emit }));
    }
  }
  const changes = { start, emit }, background = true;
  timeline.add(menuChanges(seeded(`${seed} menu`), { menu, ...changes }), { background });
  timeline.add(userChanges(seeded(`${seed} users`), { customers, ...changes }), { background });
  timeline.add(arrivals());
  for (let next = timeline.next; next; next = timeline.next) {
    // A change begins a slice, so that it comes after the orders before it, and before those after it.
    if (slices.endsBefore(next.at) || next.background) yield* slices.take(next.at);
    timeline.step();
  }
  yield* slices.take(Infinity);
}

/**
 * A simulated shop as a source, in the order of event time: products and users; then orders, each with
 * its lines, statuses and positions, and now and then a change of the catalogue or of a user.
 */
export function simulateOrders(options: ShopSimulatorOptions): Source {
  startOf(options); // A wrong start is reported by the call, not with the first batch.
  return asSource(shopBatches(options), options);
}
