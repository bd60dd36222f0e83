import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { type OrderItem, orderItems } from "./order_items.ts";
import { type Order, orders } from "./orders.ts";
import { type ProductChange, products } from "./products.ts";
import { ordersCsv } from "./shop_files.ts";
import { gather, type Gathered, realData, withFolder } from "../../sources/testing.ts";

const FILES = {
  "types.csv": "pizza_type_id,name,category,ingredients\n" +
    'plain,The Plain Pizza,Classic,"Tomato, Cheese"\nhot,The Hot Pizza,Spicy,Chili\n',
  "menu.csv": "pizza_id,pizza_type_id,size,price\nplain_s,plain,S,9.95\nhot_l,hot,L,20.5\n",
  "orders.csv": "order_id,date,time\n1,2026-01-02,11:38:36\n2,2026-01-02,12:00:00\n",
  "lines.csv": "order_details_id,order_id,pizza_id,quantity\n" +
    "1,1,plain_s,3\n2,2,hot_l,1\n3,1,hot_l,2\n",
};

/** What is read of the four files, some of them replaced. */
async function read(changed: Partial<Record<string, string | Uint8Array>> = {}) {
  let found: Record<string, Gathered> = {};
  const files = { ...FILES, ...changed } as Record<string, string>;
  await withFolder(files, async (folder) => {
    found = await gather(ordersCsv(folder));
    for (const { rejected } of Object.values(found)) {
      for (const bad of rejected) bad.source = bad.source.slice(folder.length + 1);
    }
  });
  const of = (name: string) => found[name] ?? { records: [], lines: [], rejected: [] };
  return {
    products: of("products").records as ProductChange[],
    orders: of("orders").records as Order[],
    items: of("order_items").records as OrderItem[],
    lines: {
      products: of("products").lines,
      orders: of("orders").lines,
      items: of("order_items").lines,
    },
    faults: ["products", "orders", "order_items"].flatMap((name) =>
      of(name).rejected.map(({ source, line, field, value, reason, raw }) => {
        assert.ok(raw !== "" || line === 1);
        return `${name}: ${source}:${line} ${field} (${value}) ${reason}`;
      })
    ),
    names: Object.keys(found),
  };
}

Deno.test("ordersCsv() joins the four files, whatever their names", async () => {
  const { products: catalogue, orders: placed, items, lines, faults, names } = await read();
  assert.deepEqual(faults, []);
  assert.deepEqual(names, ["products", "orders", "order_items"]);
  assert.deepEqual(catalogue[1], {
    before: null,
    after: {
      id: "hot_l",
      name: "The Hot Pizza (L)",
      description: "Chili",
      category: "Spicy",
      price: 20.5,
      image: null,
    },
    op: "r",
    ts_ms: Date.parse("2026-01-02T11:38:36.000Z"),
  });
  assert.deepEqual(placed[0], {
    id: "1",
    created_at: "2026-01-02T11:38:36.000Z",
    user_id: null,
    status: "DELIVERED",
    price: 70.85,
    items: [
      { product_id: "plain_s", quantity: 3, price: 9.95 },
      { product_id: "hot_l", quantity: 2, price: 20.5 },
    ],
    products_ordered: 2,
    total_quantity: 5,
    delivery_lat: null,
    delivery_lon: null,
  });
  assert.deepEqual(items[1], {
    order_id: "1",
    line: 2,
    created_at: "2026-01-02T11:38:36.000Z",
    product_id: "hot_l",
    quantity: 2,
    price: 20.5,
  });
  assert.deepEqual(lines, { products: [2, 3], orders: [2, 3], items: [2, 4, 3] });
  for (const change of catalogue) assert.deepEqual(products.check(change), []);
  for (const order of placed) assert.deepEqual(orders.check(order), []);
  for (const item of items) assert.deepEqual(orderItems.check(item), []);
  const streams = [[orders, placed[0]], [orderItems, items[0]]] as const;
  for (const [stream, record] of streams) {
    assert.deepEqual(Object.keys(record!), Object.keys(stream.schema.properties));
  }
});

Deno.test("ordersCsv() rejects a bad row with everything that needs it", async () => {
  const { products, orders, items, faults } = await read({
    "types.csv": `${FILES["types.csv"]}hot,The Hot Pizza again,Spicy,\nx\n,Nameless,Classic,\n`,
    "menu.csv":
      `${FILES["menu.csv"]}ghost_s,ghost,S,1\nplain_l,plain,L,dear\nplain_m,plain,M,-1\n` +
      "hot_l,hot,L,3\n",
    "orders.csv": FILES["orders.csv"] +
      "3,2026-02-30,12:00:00\n4,2026-01-03,25:00:00\n1,2026-01-04,12:00:00\n5,2026-01-05,12:00:00\n" +
      "6,2026-01-06,12:00:00\n,2026-01-06,12:00:00\n",
    "lines.csv": `${FILES["lines.csv"]}4,3,hot_l,1\n5,99,hot_l,1\n6,1,ghost_s,1\n7,1,hot_l,0\n` +
      "8,1,hot_l,1.5\n9,1,hot_l,many\n10,1,hot_l,1\n11,5,ghost_s,1\n",
  });
  assert.deepEqual(faults, [
    "products: types.csv:4 pizza_type_id (hot) repeats an earlier row",
    "products: types.csv:5  () has 1 cells, the header has 4",
    "products: types.csv:6 pizza_type_id () is missing",
    "products: menu.csv:4 pizza_type_id (ghost) no pizza type with this id could be read",
    "products: menu.csv:5 price (dear) expected a number",
    "products: menu.csv:6 price (-1) must be >= 0",
    "products: menu.csv:7 pizza_id (hot_l) repeats an earlier row",
    "orders: orders.csv:4 date (2026-02-30) expected a date as YYYY-MM-DD, 1970 or later",
    "orders: orders.csv:5 time (25:00:00) expected a time of day as hh:mm:ss",
    "orders: orders.csv:6 order_id (1) repeats line 2",
    "orders: orders.csv:9 order_id () is missing",
    "orders: orders.csv:7 order_id (5) none of its lines could be read",
    "orders: orders.csv:8 order_id (6) has no lines",
    "order_items: lines.csv:5 order_id (3) no order with this id could be read",
    "order_items: lines.csv:6 order_id (99) no order with this id could be read",
    "order_items: lines.csv:7 pizza_id (ghost_s) no pizza with this id could be read",
    "order_items: lines.csv:8 quantity (0) expected a whole number, 1 to 10000",
    "order_items: lines.csv:9 quantity (1.5) expected a whole number, 1 to 10000",
    "order_items: lines.csv:10 quantity (many) expected a whole number, 1 to 10000",
    "order_items: lines.csv:12 pizza_id (ghost_s) no pizza with this id could be read",
  ]);
  assert.equal(products.length, 2);
  assert.deepEqual(orders.map((order) => [order.id, order.price]), [["1", 91.35], ["2", 20.5]]);
  // The order is made from its good lines, which keep their positions.
  const first = items.filter((item) => item.order_id === "1");
  assert.deepEqual(first.map((item) => item.line), [1, 2, 7]);
  assert.equal(orders[0]!.products_ordered, 3);
});

Deno.test("ordersCsv() rejects a line whose id is missing or repeated, and counts it once", async () => {
  const clean = await read({ "lines.csv": `${FILES["lines.csv"]}4,1,plain_s,1\n` });
  const { orders, items, faults } = await read({
    "orders.csv": `${FILES["orders.csv"]}3,2026-01-02,13:00:00\n`,
    "lines.csv": "order_details_id,order_id,pizza_id,quantity\n" +
      "1,1,plain_s,3\n1,1,plain_s,3\n2,2,hot_l,1\n3,1,hot_l,2\n 3,1,plain_s,9\n4,1,plain_s,1\n" +
      ",2,hot_l,1\n2,3,hot_l,1\n",
  });
  assert.deepEqual(faults, [
    "orders: orders.csv:4 order_id (3) none of its lines could be read",
    "order_items: lines.csv:3 order_details_id (1) repeats line 2",
    "order_items: lines.csv:6 order_details_id (3) repeats line 5",
    "order_items: lines.csv:8 order_details_id () is missing",
    "order_items: lines.csv:9 order_details_id (2) repeats line 4",
  ]);
  assert.deepEqual([orders, items], [clean.orders, clean.items]);
});

Deno.test("ordersCsv() reports a file with an unknown header, and a table that is missing", async () => {
  const { faults } = await read({ "extra.csv": "order_id,date,hour\n1,2026-01-01,12\n" });
  assert.deepEqual(faults, [
    'orders: extra.csv:2  () header has unknown columns: "hour"; ' +
    "lacks the columns time; expected: order_id, date, time",
  ]);
  await assert.rejects(read({ "orders.csv": "" }), {
    name: "UsageError",
    message:
      /^Cannot read orders: no CSV file with the columns of orders \(order_id, date, time\); .*orders\.csv is none: header is missing: the file is empty; lacks .*$/,
  });
  await withFolder({ "junk.csv": "a,b\n1,2\n" }, async (folder) => {
    const yielded: unknown[] = [];
    await assert.rejects(async () => {
      for await (const batch of ordersCsv(folder)) yielded.push(batch);
    }, { name: "UsageError" });
    assert.deepEqual(yielded, [], "nothing is rejected before the tables are known to be there");
  });
  await assert.rejects(read({ "copy.csv": FILES["menu.csv"] }), {
    name: "UsageError",
    message: /^Cannot read orders: .*copy\.csv and .*menu\.csv both hold pizzas; give one of them$/,
  });
  await assert.rejects(gather(ordersCsv("-")), { name: "UsageError" });
});

Deno.test("ordersCsv() rejects the lines after a break in the file, and their orders", async () => {
  const ids = Array.from({ length: 2000 }, (_, i) => i + 1);
  const packed = gzipSync(
    "order_details_id,order_id,pizza_id,quantity\n" +
      ids.map((id) => `${id},${id},hot_l,${1 + (id * 7919) % 97}\n`).join(""),
  );
  const { orders, items, faults } = await read({
    "orders.csv": "order_id,date,time\n" + ids.map((id) => `${id},2026-01-01,12:00:00\n`).join(""),
    "lines.csv": packed.subarray(0, packed.length / 2),
  });
  assert.ok(orders.length > 500 && orders.length === items.length);
  assert.equal(
    faults.filter((fault) => fault.includes("has no lines")).length,
    2000 - orders.length,
  );
  assert.equal(
    faults.at(-1),
    `order_items: lines.csv:${items.length + 2}  () ` +
      "cannot be read from here on: damaged gzip: unexpected end of file",
  );
});

const real = realData("orders_pizza");

Deno.test({
  name: "ordersCsv() reads a real year to its published totals",
  ignore: real.ignore,
  async fn() {
    const found = await gather(ordersCsv(real.path));
    for (const { rejected } of Object.values(found)) assert.deepEqual(rejected, []);
    const catalogue = found.products!.records as ProductChange[];
    const placed = found.orders!.records as Order[];
    const items = found.order_items!.records as OrderItem[];
    assert.deepEqual([catalogue.length, placed.length, items.length], [96, 21_350, 48_620]);
    for (const order of placed) assert.deepEqual(orders.check(order), []);
    for (const item of items) assert.deepEqual(orderItems.check(item), []);
    const cents = (records: { price: number }[]) =>
      records.reduce((sum, { price }) => sum + Math.round(price * 100), 0);
    assert.equal(cents(placed), 81_786_005);
    assert.equal(placed.reduce((sum, order) => sum + order.total_quantity, 0), 49_574);
    assert.equal(placed.reduce((sum, order) => sum + order.products_ordered, 0), 48_620);
    assert.equal((cents(placed) / 100 / placed.length).toFixed(2), "38.31");
    assert.equal(new Set(placed.map((order) => order.created_at.slice(0, 10))).size, 358);
    assert.equal(placed[0]!.created_at, "2015-01-01T11:38:36.000Z");
    assert.equal(catalogue[0]!.ts_ms, Date.parse("2015-01-01T11:38:36.000Z"));

    const byId = new Map(catalogue.map(({ after }) => [after!.id, after!]));
    const revenue: Record<string, number> = {};
    const quantity: Record<string, number> = {};
    for (const { product_id, quantity: pieces, price } of items) {
      const { category, name } = byId.get(product_id)!;
      revenue[category] = (revenue[category] ?? 0) + pieces * Math.round(price * 100);
      const kind = name.replace(/ \(\w+\)$/, "");
      quantity[kind] = (quantity[kind] ?? 0) + pieces;
    }
    assert.deepEqual(revenue, {
      Classic: 22_005_310,
      Supreme: 20_819_700,
      Chicken: 19_591_950,
      Veggie: 19_369_045,
    });
    assert.equal(quantity["The Classic Deluxe Pizza"], 2453);
    assert.equal(quantity["The Barbecue Chicken Pizza"], 2432);
    assert.equal(quantity["The Hawaiian Pizza"], 2422);
    assert.ok(catalogue.some(({ after }) => after!.description?.includes("\ufffd")));
  },
});
