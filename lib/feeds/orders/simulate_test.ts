import assert from "node:assert/strict";
import type { OrderItem } from "./order_items.ts";
import type { Order } from "./orders.ts";
import type { ProductChange } from "./products.ts";
import type { UserChange } from "./users.ts";
import { simulateOrders } from "./simulate.ts";
import { batchesOf } from "../../simulators/testing.ts";

const start = "2026-05-13T00:00:00Z";
const batches = await batchesOf(simulateOrders({ seed: 1, start, limit: 4_000 }));
const recordsOf = <T>(name: string) =>
  batches.filter(({ stream }) => stream.name === name).flatMap(({ records }) => records) as T[];

Deno.test("simulateOrders() yields products and users before the first order", () => {
  const names = batches.map(({ stream }) => stream.name);
  assert.deepEqual(names.slice(0, 4), ["products", "users", "orders", "order_items"]);
  assert.equal(names.lastIndexOf("products"), 0);
  assert.equal(names.lastIndexOf("users"), 1);
  assert.equal(recordsOf("products").length, 80);
  for (const { op, before, ts_ms } of recordsOf<ProductChange | UserChange>("products")) {
    assert.deepEqual({ op, before, ts_ms }, { op: "c", before: null, ts_ms: Date.parse(start) });
  }
});

Deno.test("simulateOrders() joins every line to its order and product, every order to its user", () => {
  const products = new Map(
    recordsOf<ProductChange>("products").map(({ after }) => [after!.id, after!]),
  );
  const users = new Set(recordsOf<UserChange>("users").map(({ after }) => after!.id));
  const orders = new Map(recordsOf<Order>("orders").map((order) => [order.id, order]));
  assert.equal(orders.size, 4_000);
  const cents = new Map<string, number>();
  for (
    const { order_id, product_id, quantity, price, created_at } of recordsOf<OrderItem>(
      "order_items",
    )
  ) {
    assert.equal(products.get(product_id)!.price, price);
    assert.equal(orders.get(order_id)!.created_at, created_at);
    cents.set(order_id, (cents.get(order_id) ?? 0) + quantity * Math.round(price * 100));
  }
  for (const { id, price, user_id } of orders.values()) {
    assert.equal(Math.round(price * 100), cents.get(id));
    assert(users.has(user_id!));
  }
});

Deno.test("simulateOrders() has pictures of products that need no network", () => {
  for (const { after } of recordsOf<ProductChange>("products")) {
    const [head, body] = after!.image!.split(",", 2);
    assert.equal(head, "data:image/svg+xml");
    assert.match(decodeURIComponent(body!), /^<svg [^>]+>.*<\/svg>$/);
  }
});

Deno.test("simulateOrders() reports its progress by orders", () => {
  const progress = batches.flatMap(({ stream, progress }) =>
    stream.name === "orders" ? [progress!] : []
  );
  assert.equal(progress.at(-1), 1);
  assert(progress.every((share, i) => i === 0 || share > progress[i - 1]!));
});
