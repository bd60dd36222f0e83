import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { MENU } from "./shop_menu.ts";
import { linesOf, shopOrders } from "./shop_orders.ts";
import { shopUsers } from "./shop_users.ts";
import { tally } from "../../simulators/testing.ts";

const midnight = Date.UTC(2026, 4, 13);
const users = shopUsers(seeded(2));
const live = shopOrders(seeded(3), { users, start: midnight }).take(20_000).toArray();

Deno.test("shopOrders() yields orders with 1 to 10 lines of different products, 1 to 5 pieces each", () => {
  const range = (values: number[]) => [Math.min(...values), Math.max(...values)];
  assert.deepEqual(range(live.map(({ items }) => items.length)), [1, 10]);
  assert.deepEqual(range(live.flatMap(({ items }) => items.map((item) => item.quantity))), [1, 5]);
  for (const { items, products_ordered, total_quantity, status } of live) {
    assert.equal(new Set(items.map((item) => item.product_id)).size, items.length);
    assert.equal(products_ordered, items.length);
    assert.equal(total_quantity, items.reduce((sum, item) => sum + item.quantity, 0));
    assert.equal(status, "PLACED_ORDER");
  }
});

Deno.test("shopOrders() prices orders at the sum of their lines, to the cent, at the menu's prices", () => {
  const prices = new Map(MENU.map(({ id, cents }) => [id, cents]));
  for (const { items, price } of live) {
    let cents = 0;
    for (const item of items) {
      assert.equal(item.price, prices.get(item.product_id)! / 100);
      cents += prices.get(item.product_id)! * item.quantity;
    }
    assert.equal(price, cents / 100);
  }
});

Deno.test("shopOrders() yields orders 0.5 to 1.5 seconds apart in a live run", () => {
  const times = live.map(({ created_at }) => Date.parse(created_at));
  const gaps = times.map((at, i) => at - (times[i - 1] ?? midnight));
  assert.equal(Math.min(...gaps), 500);
  assert.equal(Math.max(...gaps), 1500);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  assert(Math.abs(mean - 1000) < 10, `${mean}`);
});

Deno.test("shopOrders() with a gap peaks at lunch and dinner, keeps the mean gap, and stops at night", () => {
  const days = 20, gap = 60_000;
  const orders = shopOrders(seeded(4), { users, start: midnight, gap })
    .take(days * 86_400_000 / gap * 1.5).toArray()
    .filter(({ created_at }) => Date.parse(created_at) < midnight + days * 86_400_000);
  assert(Math.abs(orders.length / days / 1440 - 1) < 0.02, `${orders.length / days}`);
  const hours = tally(orders, ({ created_at }) => Number(created_at.slice(11, 13)));
  const at = (hour: number) => hours.get(hour) ?? 0;
  for (let hour = 0; hour < 10; hour++) assert.equal(at(hour), 0);
  assert(at(12) > 1.5 * at(14) && at(12) > at(11));
  assert(at(18) > 1.5 * at(15) && at(18) > 1.5 * at(20));
});

Deno.test("shopOrders() delivers to users of the shop, near where they live", () => {
  const homes = new Map(users.map((user) => [user.id, user]));
  for (const { user_id, delivery_lat, delivery_lon } of live) {
    const home = homes.get(user_id!)!;
    assert(Math.abs(delivery_lat! - home.lat) < 0.01 && Math.abs(delivery_lon! - home.lon) < 0.01);
  }
});

Deno.test("shopOrders() has favourites, different ones for each seed", () => {
  const ranked = (orders: typeof live) =>
    [...tally(orders.flatMap(({ items }) => items), (item) => item.product_id)]
      .sort((a, b) => b[1] - a[1]);
  const mine = ranked(live);
  assert.equal(mine.length, 80);
  assert(mine[0]![1] > 10 * mine[79]![1]);
  const others = shopOrders(seeded(5), { users, start: midnight }).take(5_000).toArray();
  assert.notEqual(ranked(others)[0]![0], mine[0]![0]);
});

Deno.test("shopOrders() gives each order its own id: a version 4 UUID", () => {
  assert.equal(new Set(live.map(({ id }) => id)).size, live.length);
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  for (const { id } of live) assert.match(id, pattern);
});

Deno.test("linesOf() numbers an order's lines from 1", () => {
  const order = live.find(({ items }) => items.length === 3)!;
  const lines = linesOf(order);
  assert.deepEqual(lines.map(({ line }) => line), [1, 2, 3]);
  for (const [i, { order_id, created_at, product_id, quantity, price }] of lines.entries()) {
    assert.deepEqual([order_id, created_at], [order.id, order.created_at]);
    assert.deepEqual({ product_id, quantity, price }, order.items[i]);
  }
});
