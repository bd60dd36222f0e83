import assert from "node:assert/strict";
import { greatCircle } from "../../simulators/great_circle.ts";
import { batchesOf } from "../../simulators/testing.ts";
import type { DeliveryStatus } from "./delivery_statuses.ts";
import type { OrderItem } from "./order_items.ts";
import { ORDER_STATUSES, type OrderStatus } from "./order_statuses.ts";
import type { Order } from "./orders.ts";
import type { ProductChange } from "./products.ts";
import { simulateOrders } from "./simulate.ts";
import type { UserChange } from "./users.ts";

const start = "2026-05-13T11:00:00Z";

/** A run's records in the order in which they come. */
async function runOf(options: Partial<Parameters<typeof simulateOrders>[0]>) {
  const batches = await batchesOf(simulateOrders({ seed: 1, start, limit: 400, ...options }));
  const all = batches.flatMap(({ stream, records }) =>
    records.map((record) => ({ stream: stream.name, record }))
  );
  const of = <T>(name: string) =>
    all.filter(({ stream }) => stream === name).map(({ record }) => record) as T[];
  return {
    batches,
    all,
    orders: of<Order>("orders"),
    items: of<OrderItem>("order_items"),
    products: of<ProductChange>("products"),
    users: of<UserChange>("users"),
    statuses: of<OrderStatus>("order_statuses"),
    positions: of<DeliveryStatus>("delivery_statuses"),
  };
}

// Five hours each, half a minute from order to order: some 60 changes of the catalogue.
const runs = await Promise.all(
  [1, 2, "three"].map((seed) => runOf({ seed, gap: 30_000, limit: 600 })),
);

Deno.test("simulateOrders() begins with products 1 to 80 and users 1 to 300", () => {
  const [{ batches, products, users }] = runs as [typeof runs[0] & object];
  const names = batches.map(({ stream }) => stream.name);
  assert.deepEqual(names.slice(0, 4), ["products", "users", "orders", "order_items"]);
  const first = (changes: (ProductChange | UserChange)[], count: number) => {
    for (const [i, { op, before, after, ts_ms }] of changes.slice(0, count).entries()) {
      assert.deepEqual({ op, before, ts_ms }, { op: "c", before: null, ts_ms: Date.parse(start) });
      assert.equal(after!.id, String(i + 1));
    }
    assert(changes[count]!.ts_ms > Date.parse(start));
  };
  first(products, 80);
  first(users, 300);
});

const idOf = ({ before, after }: ProductChange | UserChange) => (after ?? before)!.id as string;

/** The newest change of each id up to a time, in milliseconds since 1970. */
function stateAt<T extends ProductChange | UserChange>(changes: T[], at: number) {
  const state = new Map<string, T["after"] & object>();
  for (const change of changes) {
    if (change.ts_ms > at) break;
    if (change.after) state.set(idOf(change), change.after);
    else state.delete(idOf(change));
  }
  return state;
}

Deno.test("simulateOrders() prices each line as the catalogue does at that moment, and orders nothing else", () => {
  for (const { items, products } of runs) {
    const kinds = new Set(products.map(({ op }) => op)), prices = new Set<number>();
    assert.deepEqual(kinds, new Set(["c", "u", "d"]));
    for (const { created_at, product_id, price } of items) {
      const product = stateAt(products, Date.parse(created_at)).get(product_id);
      assert.equal(product?.price, price, `product ${product_id} at ${created_at}`);
      if (Number(product_id) > 80) prices.add(price);
    }
    assert(prices.size > 0, "no new product was ordered");
  }
});

Deno.test("simulateOrders() changes the catalogue and users from what they were", () => {
  for (const { products, users } of runs) {
    for (const changes of [products, users] as (ProductChange | UserChange)[][]) {
      for (const [i, change] of changes.entries()) {
        const { op, before, after, ts_ms } = change;
        const known = stateAt(changes.slice(0, i), ts_ms).get(idOf(change));
        assert.deepEqual(before, known ?? null);
        assert.equal(op, known ? after ? "u" : "d" : "c");
        assert.notDeepEqual(after, before);
      }
    }
    const gone = products.filter(({ op }) => op === "d");
    const hours = (products.at(-1)!.ts_ms - products[0]!.ts_ms) / 3_600_000;
    const perHour = (products.length - 80) / hours;
    assert(perHour > 9 && perHour < 14, `${perHour} changes an hour`);
    assert(gone.length > 0);
  }
});

Deno.test("simulateOrders() removes only products that nobody has ordered", () => {
  for (const { items, products } of runs) {
    const ordered = new Set(items.map(({ product_id }) => product_id));
    for (const { op, before } of products) {
      if (op === "d") assert(!ordered.has(before!.id as string), before!.name as string);
    }
  }
});

Deno.test("simulateOrders() adds lines up to their order's price, and orders are of known users", () => {
  for (const { orders, items, users } of runs) {
    const cents = new Map<string, number>();
    for (const { order_id, quantity, price } of items) {
      cents.set(order_id, (cents.get(order_id) ?? 0) + quantity * Math.round(price * 100));
    }
    assert.equal(cents.size, 600);
    for (const { id, price, user_id, created_at } of orders) {
      assert.equal(Math.round(price * 100), cents.get(id));
      assert(stateAt(users, Date.parse(created_at)).has(user_id!));
    }
  }
});

Deno.test("simulateOrders() takes each order through its statuses, each after its delay", () => {
  // Seconds from the status before.
  const delays = [[0, 0], [6, 30], [3, 12], [12, 18], [18, 60]] as const;
  for (const { orders, statuses } of runs) {
    const lives = Map.groupBy(statuses, ({ id }) => id);
    const spread = delays.map(() => [] as number[]);
    for (const { id, created_at } of orders) {
      const life = lives.get(id)!;
      assert.deepEqual(life.map(({ status }) => status), ORDER_STATUSES);
      let before = Date.parse(created_at);
      for (const [i, [least, most]] of delays.entries()) {
        const at = Date.parse(life[i]!.updated_at), seconds = (at - before) / 1000;
        assert(seconds >= least && seconds <= most, `${life[i]!.status} after ${seconds} s`);
        spread[i]!.push(seconds);
        before = at;
      }
    }
    for (const [i, [least, most]] of delays.entries()) {
      const mean = spread[i]!.reduce((sum, one) => sum + one, 0) / orders.length;
      assert(Math.abs(mean - (least + most) / 2) <= (most - least) / 10, `${mean} s on average`);
    }
  }
});

/** The distance in metres, by the spherical law of cosines. */
function metres(from: { lat: number; lon: number }, to: { lat: number; lon: number }): number {
  const [a, b, turn] = [from.lat, to.lat, to.lon - from.lon].map((x) => x * Math.PI / 180);
  const cosine = Math.sin(a!) * Math.sin(b!) + Math.cos(a!) * Math.cos(b!) * Math.cos(turn!);
  return 6_371_008.8 * Math.acos(Math.min(1, cosine));
}

Deno.test("simulateOrders() drives straight to the address, each second at 150 km/h", () => {
  for (const { orders, statuses, positions } of runs) {
    const ways = Map.groupBy(positions, ({ id }) => id);
    const times = new Map(statuses.map(({ id, status, updated_at }) => [id + status, updated_at]));
    for (const { id, delivery_lat, delivery_lon } of orders) {
      const way = ways.get(id)!.map(({ updated_at, status, delivery_lat, delivery_lon }) => ({
        at: Date.parse(updated_at),
        updated_at,
        status,
        lat: delivery_lat,
        lon: delivery_lon,
      }));
      const first = way[0]!, last = way.at(-1)!, middle = way.slice(0, -1);
      assert.deepEqual([first.lat, first.lon], [41.85, -88.2]);
      assert.deepEqual([last.lat, last.lon], [delivery_lat, delivery_lon]);
      assert.equal(first.updated_at, times.get(id + "OUT_FOR_DELIVERY"));
      assert.equal(last.updated_at, times.get(id + "DELIVERED"));
      assert.deepEqual([...new Set(middle.map(({ status }) => status))], ["OUT_FOR_DELIVERY"]);
      assert.equal(last.status, "DELIVERED");
      const whole = metres(first, last);
      const seconds = (last.at - first.at) / 1000;
      assert(Math.abs(whole - seconds * 150 / 3.6) < 0.1, `${whole} m in ${seconds} s`);
      for (const [i, place] of way.entries()) {
        if (i === 0) continue;
        const before = way[i - 1]!, gone = metres(before, place);
        if (place === last) assert(place.at - before.at > 0 && place.at - before.at <= 1000);
        else {
          assert.equal(place.at - before.at, 1000);
          // A coordinate has six digits: 11 cm.
          assert(Math.abs(gone - 41.667) < 0.25, `${gone} m in a second`);
        }
        assert(metres(first, place) + metres(place, last) - whole < 0.25, "beside the way");
        assert(Math.abs(greatCircle(first, place) - metres(first, place)) < 0.01);
      }
    }
  }
});

Deno.test("simulateOrders() hands on nothing before what it refers to", () => {
  for (const { all } of runs) {
    const orders = new Set<unknown>(), known = new Set<unknown>(), sent = new Set<unknown>();
    for (const { stream, record } of all) {
      if (stream === "products") known.add((record as ProductChange).after?.id);
      else if (stream === "orders") orders.add(record.id);
      else if (stream === "order_items") {
        assert(orders.has(record.order_id));
        assert(known.has(record.product_id));
      } else if (stream === "order_statuses") {
        assert(orders.has(record.id));
        if (record.status === "OUT_FOR_DELIVERY") sent.add(record.id);
      } else if (stream === "delivery_statuses") assert(sent.has(record.id));
    }
  }
});

Deno.test("simulateOrders() plays the lives of a shorter run's orders as in a longer one", async () => {
  const { statuses, positions } = await runOf({ limit: 80 });
  const { orders, ...longer } = await runOf({ limit: 300 });
  const first = new Set(orders.slice(0, 80).map(({ id }) => id));
  assert.deepEqual(statuses, longer.statuses.filter(({ id }) => first.has(id)));
  assert.deepEqual(positions, longer.positions.filter(({ id }) => first.has(id)));
});

Deno.test("simulateOrders() with the same seed at another time makes orders of their own", async () => {
  const later = await runOf({ start: "2026-05-13T11:00:01Z", limit: 50 });
  const { orders } = await runOf({ limit: 50 });
  const ids = new Set(orders.map(({ id }) => id));
  assert(!later.orders.some(({ id }) => ids.has(id)));
});

Deno.test("simulateOrders() keeps its streams within the span, records and their order unchanged", async () => {
  const [near, far] = [await runOf({ span: 2000, limit: 60 }), await runOf({ limit: 60 })];
  for (const name of ["orders", "statuses", "positions", "products"] as const) {
    assert.deepEqual(near[name], far[name]);
  }
  let latest = 0;
  for (const { stream, record } of near.all) {
    const at = new Date((record.created_at ?? record.updated_at ?? record.ts_ms) as string);
    latest = Math.max(latest, at.getTime());
    assert(at.getTime() > latest - 2000, stream);
  }
  // Four minutes and more, a slice of at most six batches for each two seconds.
  const slices = near.batches.filter(({ stream }) => stream.name === "order_statuses").length;
  assert(slices < 60 / 2 * 4, `${slices} slices`);
  const most = near.batches.map(({ records }) => records.length);
  assert(Math.max(...most.slice(2)) > 10, "small batches");
});

Deno.test("simulateOrders() has pictures of products that need no network", () => {
  for (const { after } of runs[0]!.products) {
    if (!after) continue;
    const [head, body] = after.image!.split(",", 2);
    assert.equal(head, "data:image/svg+xml");
    assert.match(decodeURIComponent(body!), /^<svg [^>]+>.*<\/svg>$/);
  }
});

Deno.test("simulateOrders() reports its progress by orders", async () => {
  const { batches } = await runOf({ limit: 400 });
  const progress = batches.flatMap(({ stream, progress }) =>
    stream.name === "orders" ? [progress!] : []
  );
  assert.equal(progress.at(-1), 1);
  assert(progress.length > 1);
  assert(progress.every((share, i) => i === 0 || share > progress[i - 1]!));
});
