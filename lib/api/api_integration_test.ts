import assert from "node:assert/strict";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import {
  deliveryStatuses,
  ORDER_STATUSES,
  type OrderItem,
  orderItems,
  orders,
  orderStatuses,
  products,
  users,
} from "../feeds/mod.ts";
import { enrichedOrderItems } from "../flows/enriched_order_items.ts";
import { orderStates } from "../flows/order_states.ts";
import { seeded } from "../random.ts";
import { until } from "../retry.ts";
import type { RecordOf } from "../streams/define.ts";
import { withNamespace } from "../testing.ts";
import { isoMillis } from "../time.ts";
import { routes } from "./routes.ts";
import { store, testedApi } from "./testing.ts";
import { categorySeconds, orderMinutes, productSeconds } from "./views.ts";

type Order = RecordOf<typeof orders>;
type Change = RecordOf<typeof products>;

const START = Date.parse("2026-03-01T10:00:00Z");
const asked = (ms: number) => new Date(ms).toISOString();

function change(id: string, name: string, category: string, { op = "c", ts = START } = {}): Change {
  const row = { id, name, description: null, category, price: 5, image: `image ${id}` };
  const deleted = op === "d";
  return { before: deleted ? row : null, after: deleted ? null : row, op, ts_ms: ts } as Change;
}

/** Orders over some hours; a product of some lines is unknown to the catalogue. */
function shop(count: number) {
  const random = seeded("api");
  const all: Order[] = [], lines: OrderItem[] = [];
  for (let i = 1; i <= count; i++) {
    const at = isoMillis(START + random.int(0, 3 * 3_600_000));
    const items = Array.from({ length: random.int(1, 5) }, (_, line) => ({
      order_id: String(i),
      line: line + 1,
      created_at: at,
      product_id: String(random.int(1, 9)),
      quantity: random.int(1, 3),
      price: random.int(100, 2000) / 100,
    }));
    lines.push(...items);
    all.push({
      id: String(i),
      created_at: at,
      user_id: String(random.int(1, 5)),
      status: "PLACED_ORDER",
      price: Math.round(items.reduce((sum, one) => sum + one.quantity * one.price * 100, 0)) / 100,
      items: items.map(({ product_id, quantity, price }) => ({ product_id, quantity, price })),
      products_ordered: items.length,
      total_quantity: items.reduce((sum, { quantity }) => sum + quantity, 0),
      delivery_lat: null,
      delivery_lon: null,
    });
  }
  return { orders: all, lines };
}

const CATALOGUE = Array.from(
  { length: 8 },
  (_, i) => change(String(i + 1), `Dish ${i + 1}`, ["Soup", "Pasta", "Salad"][i % 3]!),
);
const categoryOf = (id: string) =>
  Number(id) > 8 ? undefined : ["Soup", "Pasta", "Salad"][(Number(id) - 1) % 3]!;

/** The answers as plain code calculates them. */
function expected(data: ReturnType<typeof shop>, { at, window }: { at: number; window: number }) {
  const within = (text: string, to: number) => {
    const ms = Date.parse(text);
    return ms >= to - window && ms < to;
  };
  const period = (to: number) => {
    const some = data.orders.filter((one) => within(one.created_at, to));
    const cents = some.reduce((sum, { price }) => sum + Math.round(price * 100), 0);
    return { orders: some.length, totalPrice: cents / 100 };
  };
  const lines = data.lines.filter((one) => within(one.created_at, at));
  const top = (key: (line: OrderItem) => string | undefined) => {
    const names = [...new Set(lines.map(key))].filter((name) => name !== undefined);
    return names.map((name) => {
      const some = lines.filter((line) => key(line) === name);
      return {
        name,
        orders: new Set(some.map(({ order_id }) => order_id)).size,
        quantity: some.reduce((sum, { quantity }) => sum + quantity, 0),
      };
    }).sort((a, b) => b.quantity - a.quantity || (a.name < b.name ? -1 : 1)).slice(0, 5);
  };
  return {
    overview: {
      totalOrders: data.orders.filter(({ created_at }) => Date.parse(created_at) < at).length,
      currentTimePeriod: period(at),
      previousTimePeriod: period(at - window),
    },
    items: top(({ product_id }) => Number(product_id) > 8 ? product_id : `Dish ${product_id}`)
      .map(({ name, orders, quantity }) => ({
        product: name,
        image: name.startsWith("Dish") ? `image ${name.slice(5)}` : null,
        orders,
        quantity,
      })),
    categories: top(({ product_id }) => categoryOf(product_id))
      .map(({ name, ...sums }) => ({ category: name, ...sums })),
  };
}

Deno.test("without tables every answer is empty, and an order or a user unknown", async () => {
  await withNamespace(async (space) => {
    const api = testedApi(space);
    const empty: Record<string, unknown> = {
      "/orders/overview": {
        totalOrders: 0,
        currentTimePeriod: { orders: 0, totalPrice: 0 },
        previousTimePeriod: { orders: 0, totalPrice: 0 },
      },
      "/orders/popular": { items: [], categories: [] },
    };
    const check = async () => {
      for (const { path, mayBeMissing } of routes) {
        const url = path.replace("{id}", "1").replace("{status}/{ms}", "DELIVERED/1");
        const { status, body } = await api.ask(url);
        assert.equal(status, mayBeMissing ? 404 : 200, `${url}: ${JSON.stringify(body)}`);
        if (!mayBeMissing) assert.deepEqual(body, empty[path] ?? [], path);
      }
    };
    await check();
    for (const stream of [orders, orderItems, products, users, orderStatuses, orderStates]) {
      await store(space, stream, []);
    }
    api.db.facts(); // older ones are half a second old at most
    await until(async () => (await api.db.facts()).has(orderStates), { every: 20 });
    await check();
    await api.close();
  });
});

Deno.test("overview and popular equal a plain calculation at any moment, with views and without", async () => {
  await withNamespace(async (space) => {
    const data = shop(600);
    const late = data.orders.filter((_, i) => i % 10 === 0), random = seeded("moments");
    const isLate = new Set(late.map(({ id }) => id));
    const enriched = (lines: OrderItem[]) =>
      lines.filter(({ product_id }) => categoryOf(product_id)).map(({ price, ...line }) => ({
        ...line,
        item_price: price,
        price: 5,
        product_name: `Dish ${line.product_id}`,
        category: categoryOf(line.product_id)!,
        image: null,
      }));
    await store(space, products, CATALOGUE);
    await store(space, orders, data.orders.filter(({ id }) => !isLate.has(id)));
    await store(space, orderItems, data.lines.filter((one) => !isLate.has(one.order_id)));

    const viewed = testedApi(space), plain = testedApi(space, { views: false });
    const compare = async (some: typeof data, times: number) => {
      for (let i = 0; i < times; i++) {
        const at = START + random.int(-60_000, 3 * 3_600_000 + 120_000);
        const window = random.pick([1, 1000, 30_000, 61_000, 600_000, 3_600_000, 86_400_000]) *
          random.pick([1, 1, 3]);
        const query = `at=${asked(at)}&window=${window}ms`;
        const wanted = expected(some, { at, window });
        for (const api of [viewed, plain]) {
          assert.deepEqual(await api.get(`/orders/overview?${query}`), wanted.overview, query);
          const { items, categories } = await api.get(`/orders/popular?${query}`);
          assert.deepEqual(items, wanted.items, query);
          assert.deepEqual(categories, wanted.categories, query);
        }
      }
    };
    const useViews = async (...views: typeof orderMinutes[]) =>
      await until(async () => {
        const facts = await viewed.db.facts();
        return views.every((view) => facts.viewEnd(view) !== undefined);
      }, { every: 50, within: 20_000 });

    const onTime = (one: { id?: string; order_id?: string }) =>
      !isLate.has(one.id ?? one.order_id!);
    const first = { orders: data.orders.filter(onTime), lines: data.lines.filter(onTime) };
    await compare(first, 5); // before there are views, and as they come
    await useViews(orderMinutes, productSeconds);
    await compare(first, 15);

    // Late rows, rows that come twice, and a part of the lines enriched.
    await store(space, orders, [...late, ...data.orders.slice(0, 100)]);
    await store(space, orderItems, data.lines.filter((one) => !onTime(one) || one.line === 1));
    const half = data.lines.filter(({ created_at }) => Date.parse(created_at) < START + 5_400_000);
    await store(space, enrichedOrderItems, enriched(half));
    await until(async () => {
      const facts = await viewed.db.facts();
      const { items } = await viewed.get(
        `/orders/popular?at=${asked(START + 4 * 3_600_000)}&window=1d`,
      );
      const all = expected(data, { at: START + 4 * 3_600_000, window: 86_400_000 }).items;
      return facts.viewEnd(categorySeconds) !== undefined && items[0].orders === all[0]!.orders &&
        (await plain.db.facts()).span(enrichedOrderItems) !== undefined;
    }, { every: 50, within: 20_000 });
    await compare(data, 15);
    await Promise.all([viewed.close(), plain.close()]);
  });
});

Deno.test("an answer about now has an order as soon as it is in the table", async () => {
  await withNamespace(async (space) => {
    const { orders: [one] } = shop(1);
    const api = testedApi(space);
    await store(space, orders, [{ ...one!, created_at: isoMillis(Date.now() - 1000) }]);
    await until(async () => (await api.get("/orders/overview")).totalOrders === 1, { every: 20 });
    await store(space, orders, [{ ...one!, id: "2", created_at: isoMillis(Date.now() - 500) }]);
    const { body, headers } = await api.ask("/orders/overview?window=1h");
    assert.deepEqual(body, {
      totalOrders: 2,
      currentTimePeriod: { orders: 2, totalPrice: Math.round(one!.price * 200) / 100 },
      previousTimePeriod: { orders: 0, totalPrice: 0 },
    });
    assert.equal(headers.get("cache-control"), "no-store");
    const perMinute = await api.get("/orders/ordersPerMinute?window=5m");
    assert.ok(perMinute.length === 5 || perMinute.length === 6);
    assert.equal(
      perMinute.reduce((sum: number, { orders }: { orders: number }) => sum + orders, 0),
      2,
    );
    await api.close();
  });
});

const at = (seconds: number) => START + seconds * 1000;

/** Two orders: one is delivered, with its statuses out of order; of the other only statuses came. */
const LIVES: [id: string, status: typeof ORDER_STATUSES[number], seconds: number][] = [
  ["1", "DELIVERED", 100],
  ["1", "PLACED_ORDER", 0],
  ["1", "OUT_FOR_DELIVERY", 60],
  ["1", "ORDER_CONFIRMED", 10],
  ["1", "BEING_PREPARED", 20],
  ["1", "BEING_COOKED", 30],
  ["early", "ORDER_CONFIRMED", 5],
  ["early", "BEING_PREPARED", 25],
];

for (const source of ["order_statuses", "order_state"]) {
  Deno.test(`orders, their statuses and those that are stuck, from ${source}`, async () => {
    await withNamespace(async (space) => {
      const { orders: [one], lines } = shop(1);
      const placed = { ...one!, created_at: isoMillis(START), user_id: "7" };
      await store(space, orders, [placed]);
      await store(space, orderItems, [
        {
          ...lines[0]!,
          created_at: isoMillis(START),
          line: 1,
          product_id: "1",
          quantity: 2,
          price: 4,
        },
        {
          ...lines[0]!,
          created_at: isoMillis(START),
          line: 2,
          product_id: "gone",
          quantity: 1,
          price: 3,
        },
        {
          ...lines[0]!,
          created_at: isoMillis(START),
          line: 3,
          product_id: "9",
          quantity: 1,
          price: 2,
        },
      ]);
      await store(space, products, [
        change("1", "Soup", "Soups", { ts: START - 1000 }),
        change("1", "Big soup", "Soups", { op: "u", ts: START }),
        change("gone", "Old pie", "Pies", { ts: START - 1000 }),
        change("gone", "Old pie", "Pies", { op: "d", ts: START + 1000 }),
      ]);
      if (source === "order_statuses") {
        await store(
          space,
          orderStatuses,
          LIVES.map(([id, status, seconds]) => ({
            id,
            status,
            updated_at: isoMillis(at(seconds)),
          })),
        );
      } else {
        await store(
          space,
          orderStates,
          LIVES.map(([id, status, seconds]) => ({
            id,
            status,
            updated_at: isoMillis(at(seconds)),
            created_at: isoMillis(START),
            user_id: "7",
            price: placed.price,
          })),
        );
      }
      await store(
        space,
        deliveryStatuses,
        [70, 90, 80].map((seconds) => ({
          id: "1",
          updated_at: isoMillis(at(seconds)),
          status: "OUT_FOR_DELIVERY",
          delivery_lat: seconds / 10,
          delivery_lon: -seconds,
        })),
      );
      const person = { id: "7", first_name: "Ada", last_name: "Byron", residence: null };
      const user = { ...person, lat: null, lon: null };
      await store(space, users, [
        { before: null, after: user, op: "c", ts_ms: START },
        { before: null, after: { ...user, last_name: "King" }, op: "u", ts_ms: START + 1 },
        { before: null, after: { ...user, id: "10" }, op: "c", ts_ms: START },
        { before: null, after: { ...user, id: "9" }, op: "c", ts_ms: START },
        { before: { ...user, id: "9" }, after: null, op: "d", ts_ms: START + 1 },
      ]);
      const api = testedApi(space);

      assert.deepEqual(await api.get("/orders/1"), {
        id: "1",
        createdAt: asked(START),
        userId: "7",
        price: placed.price,
        products: [
          { product: "Big soup", image: "image 1", quantity: 2, price: 4 },
          { product: "Old pie", image: "image gone", quantity: 1, price: 3 },
          { product: "9", image: null, quantity: 1, price: 2 },
        ],
        statuses: [0, 10, 20, 30, 60, 100].map((seconds, i) => ({
          status: ORDER_STATUSES[i],
          timestamp: asked(at(seconds)),
        })),
        delivery: { lat: 9, lon: -90, timestamp: asked(at(90)) },
      });
      const past = await api.get(`/orders/1?at=${asked(at(61))}`);
      assert.equal(past.statuses.length, 5);
      assert.equal(past.delivery, null);
      assert.equal((await api.ask(`/orders/1?at=${asked(START)}`)).status, 404);

      assert.deepEqual(await api.get("/users"), [
        { id: "7", name: "Ada King" },
        { id: "10", name: "Ada Byron" },
      ]);
      const own = { id: "1", createdAt: asked(START), price: placed.price };
      assert.deepEqual(await api.get("/users/7/orders"), [{ ...own, status: "DELIVERED" }]);
      assert.deepEqual(await api.get(`/users/7/orders?at=${asked(at(35))}`), [
        { ...own, status: "BEING_COOKED" },
      ]);
      assert.deepEqual(await api.get("/users/10/orders"), []);
      assert.equal((await api.ask("/users/9/orders")).status, 404);
      assert.deepEqual(await api.get(`/orders/latestOrders?at=${asked(at(65))}`), [
        { ...own, userId: "7", status: "OUT_FOR_DELIVERY" },
      ]);

      const stays = await api.get(`/orders/statuses?at=${asked(at(130))}&window=1h`);
      const fixed = (status: string, [min, p50, avg, p75, p90, p99, max]: number[]) => ({
        status,
        ...{ min, p50, avg, p75, p90, p99, max },
      });
      const one7 = (seconds: number) => Array(7).fill(seconds) as number[];
      assert.deepEqual(stays, [
        fixed("PLACED_ORDER", one7(10)),
        fixed("ORDER_CONFIRMED", [10, 10, 15, 20, 20, 20, 20]),
        fixed("BEING_PREPARED", [10, 10, 57.5, 105, 105, 105, 105]),
        fixed("BEING_COOKED", one7(30)),
        fixed("OUT_FOR_DELIVERY", one7(40)),
        fixed("DELIVERED", one7(30)),
      ]);

      const unknown = source === "order_state"
        ? { userId: "7", price: placed.price }
        : { userId: null, price: null };
      const waiting = { id: "early", status: "BEING_PREPARED", since: asked(at(25)), ...unknown };
      const stuck = (ms: number, seconds: number) =>
        api.get(`/orders/stuck/BEING_PREPARED/${ms}?at=${asked(at(seconds))}`);
      assert.deepEqual(await stuck(5999, 31), [{ ...waiting, ms: 6000 }]);
      assert.deepEqual(await stuck(6000, 31), [], "longer than, not as long as");
      assert.deepEqual((await stuck(0, 29)).map(({ id }: { id: string }) => id), ["1", "early"]);
      await api.close();
    });
  });
}

Deno.test("answers about the past have an ETag, and those that are known need no body", async () => {
  await withNamespace(async (space) => {
    const { orders: some } = shop(3);
    await store(space, orders, some);
    const api = testedApi(space);
    const path = `/orders/overview?at=${asked(START + 86_400_000)}&window=1d`;
    const { status, headers } = await api.ask(path);
    const etag = headers.get("etag")!;
    assert.equal(status, 200);
    assert.equal(headers.get("cache-control"), "private, max-age=5");
    for (const known of [`"other", ${etag}`, `W/${etag}`, "*"]) {
      const again = await api.ask(path, { headers: { "If-None-Match": known } });
      assert.deepEqual([again.status, again.body], [304, ""], known);
    }
    const head = await api.ask(path, { method: "HEAD" });
    assert.deepEqual([head.status, head.body, head.headers.get("etag")], [200, "", etag]);
    await api.close();
  });
});

/** A proxy to QuestDB's SQL port that can be stopped, can fall silent, and can move. */
function proxyTo(target: { host: string; port: number }) {
  let open: Server | undefined, silent = false;
  const sockets = new Set<Socket>();
  const start = async (port = 0) => {
    const server = createServer((client) => {
      const upstream = connect(target.port, target.host);
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on("error", () => socket.destroy()); // the other side closed
        socket.on("close", () => {
          sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
      }
      client.on("data", (data) => upstream.write(data));
      upstream.on("data", (data) => silent || client.write(data));
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    open = server;
    return (server.address() as AddressInfo).port;
  };
  return {
    start,
    silence: (yes: boolean) => silent = yes,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => open ? open.close(resolve) : resolve(undefined));
    },
  };
}

Deno.test("without QuestDB answers are 503 with Retry-After, and come back by themselves, also from elsewhere", async () => {
  await withNamespace(async (space) => {
    await store(space, orders, shop(5).orders);
    const { questdb } = space.endpoints;
    const proxy = proxyTo(questdb.pg);
    const endpoint = (port: number) => ({ ...questdb, pg: { ...questdb.pg, port } });
    let port = await proxy.start();
    let where = endpoint(port);
    const api = testedApi({ endpoints: { ...space.endpoints, questdb: where } }, {
      find: () => Promise.resolve(where),
      timeout: 400,
      log: () => {}, // that views cannot be made
    });
    const path = `/orders/overview?at=${asked(START + 86_400_000)}&window=1d`;
    const back = () =>
      until(async () => {
        const { status, body } = await api.ask(path);
        return status === 200 && body.totalOrders === 5;
      }, { every: 20, within: 15_000 });
    await back();

    await proxy.stop();
    const [away, late] = await Promise.all([api.ask(path), api.ask("/health")]);
    for (const { status, headers } of [away, late]) {
      assert.deepEqual([status, headers.get("retry-after")], [503, "1"]);
    }
    assert.match(away.body.error.message, /cannot be reached: try again later$/);
    await proxy.start(port);
    await back();

    await proxy.stop();
    assert.equal((await api.ask(path)).status, 503);
    port = await proxy.start();
    where = endpoint(port);
    await back();

    proxy.silence(true);
    const start = performance.now();
    const silent = await Promise.all(Array.from({ length: 40 }, () => api.ask(path)));
    assert.deepEqual(new Set(silent.map(({ status }) => status)), new Set([503]));
    assert.ok(performance.now() - start < 3000, "it waited too long");
    await proxy.stop();
    proxy.silence(false);
    await proxy.start(port);
    await back();
    const all = await Promise.all(Array.from({ length: 40 }, () => api.ask(path)));
    assert.deepEqual(new Set(all.map(({ status }) => status)), new Set([200]));
    await api.close();
    await proxy.stop();
  });
});
