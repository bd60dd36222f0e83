import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { shopCsv } from "./shop_csv.ts";
import { shopOrders } from "./shop_orders.ts";
import { shopUsers } from "./shop_users.ts";

const start = Date.UTC(2026, 4, 13);
const orders = shopOrders(seeded(1), { users: shopUsers(seeded(1)), start, gap: 60_000 })
  .take(500).toArray();
const files = shopCsv(orders);
const rows = (name: string) => files[name]!.trimEnd().split("\n").map((line) => line.split(","));

Deno.test("shopCsv() has the four files and their headers", () => {
  const heads = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.slice(0, text.indexOf("\n"))]),
  );
  assert.deepEqual(heads, {
    "orders.csv": "order_id,date,time",
    "order_details.csv": "order_details_id,order_id,pizza_id,quantity",
    "pizzas.csv": "pizza_id,pizza_type_id,size,price",
    "pizza_types.csv": "pizza_type_id,name,category,ingredients",
  });
});

Deno.test("shopCsv() has lines that join to types and add up to the orders' prices", () => {
  const [, ...types] = rows("pizza_types.csv"), [, ...pizzas] = rows("pizzas.csv");
  const known = new Set(types.map(([id]) => id));
  for (const [, type] of pizzas) assert(known.has(type));
  const cents = new Map(pizzas.map(([id, , , price]) => [id, Math.round(Number(price) * 100)]));
  const [, ...details] = rows("order_details.csv");
  const sums = new Map<number, number>();
  for (const [i, [number, order, pizza, quantity]] of details.entries()) {
    assert.equal(Number(number), i + 1);
    sums.set(Number(order), (sums.get(Number(order)) ?? 0) + cents.get(pizza)! * Number(quantity));
  }
  for (const [i, { price }] of orders.entries()) {
    assert.equal(sums.get(i + 1), Math.round(price * 100));
  }
});

Deno.test("shopCsv() writes orders in time order, and quotes ingredients", () => {
  const [, ...lines] = rows("orders.csv");
  assert.equal(lines.length, 500);
  const times = lines.map(([, date, time]) => `${date}T${time}`);
  assert(times.every((time, i) => i === 0 || time >= times[i - 1]!));
  assert(times.every((time, i) => orders[i]!.created_at.startsWith(time)));
  assert.match(
    files["pizza_types.csv"]!,
    /^plain_jane,Plain Jane,Classic Pizza,"Tomato, Mozzarella, Basil"$/m,
  );
});
