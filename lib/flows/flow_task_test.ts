import assert from "node:assert/strict";
import { type OrderItem, orderItems, type ProductChange, products } from "../feeds/mod.ts";
import { seeded } from "../random.ts";
import { defineStream, Symbol, Timestamp, Type } from "../streams/define.ts";
import type { Flow } from "./define.ts";
import { defineFlow, joinTable, mapStream } from "./define.ts";
import type { EnrichedOrderItem } from "./enriched_order_items.ts";
import { enrichment } from "./enrichment.ts";
import { FlowTask } from "./flow_task.ts";
import { orderState } from "./order_state.ts";
import { loginMasking } from "./login_masking.ts";
import { change, item, messageOf } from "./testing.ts";

/** A flow with results in memory and a clock that the test moves. */
function open(flow: Flow) {
  const written: Record<string, unknown>[] = [];
  const refused: { offset: number; text: string }[] = [];
  const clock = { now: 0 };
  const task = new FlowTask(flow, {
    write: (record) => written.push(record) < 0,
    refuse: ({ message: { offset } }, { field, value, reason }) =>
      refused.push({ offset, text: [field, value, reason].filter(Boolean).join(" ") }) < 0,
  }, { topicOf: ({ name }) => name, now: () => clock.now });
  let offset = 0;
  return {
    ...{ task, written, refused, clock },
    read(stream: string, value: unknown, partition = 0) {
      task.handle(messageOf(offset++, value), { topic: stream, partition });
      return offset - 1;
    },
    table: (value: unknown, key?: string) =>
      task.tables[0]!.add(messageOf(offset++, value, key), 0),
  };
}

Deno.test("an item gets its product as it is then; later changes do not rewrite it", () => {
  const { read, table, written } = open(enrichment);
  table(change("7", { ts_ms: 1, price: 10 }));
  read("order_items", item("a", "7"));
  table(change("7", { ts_ms: 2, price: 11, name: "Big Meat" }));
  read("order_items", item("b", "7"));
  assert.deepEqual(
    written,
    [
      { order_id: "a", name: "product 7", price: 10 },
      { order_id: "b", name: "Big Meat", price: 11 },
    ].map(({ order_id, name, price }) => ({
      ...{
        order_id,
        line: 1,
        created_at: "2026-01-01T00:00:00.000Z",
        product_id: "7",
        quantity: 2,
      },
      ...{ item_price: 3, product_name: name, category: "Classic", price, image: null },
    })),
  );
});

Deno.test("an item waits for its product, and holds back its partition meanwhile", () => {
  const { task, read, table, written } = open(enrichment);
  const first = read("order_items", item("a", "7"), 1);
  const second = read("order_items", item("b", "8"), 1);
  assert.deepEqual([task.waiting, written.length], [2, 0]);
  assert.equal(task.heldFrom({ topic: "order_items", partition: 1 }), first);
  assert.equal(task.heldFrom({ topic: "order_items", partition: 0 }), undefined);
  table(change("7"));
  assert.deepEqual(written.map(({ order_id }) => order_id), ["a"]);
  assert.equal(task.heldFrom({ topic: "order_items", partition: 1 }), second);
});

Deno.test("an item whose product does not come, or was deleted, is a dead letter with the reason", () => {
  const { task, read, table, refused, clock } = open(enrichment);
  table(change("8"));
  table(change("8", { op: "d", ts_ms: 2000 }));
  table(change("9"));
  table(null, "9");
  const offsets = ["7", "8", "9"].map((id) => read("order_items", item("a", id)));
  clock.now = 9_999;
  read("order_items", item("later", "7"));
  assert.equal(task.expire(), false);
  clock.now = 10_001;
  assert.equal(task.expire(), true);
  assert.deepEqual(
    refused,
    [
      "product_id 7 is not in products: waited 10 s for it",
      "product_id 8 was deleted from products: waited 10 s for it",
      "product_id 9 was deleted from products: waited 10 s for it",
    ].map((text, i) => ({ offset: offsets[i], text })),
  );
  assert.deepEqual([task.waiting, task.counts.deadLettered], [1, 3]);
});

Deno.test("only so many items wait; the next are dead letters at once", () => {
  const input = enrichment.inputs[0]!;
  const { task, read, refused } = open({
    ...enrichment,
    inputs: [{ ...input, table: { ...input.table!, mostWaiting: 2 } }],
  });
  for (const order of ["a", "b", "c"]) read("order_items", item(order, "7"));
  assert.equal(task.waiting, 2);
  assert.deepEqual(refused, [
    { offset: 2, text: "product_id 7 is not in products: 2 records wait already" },
  ]);
});

Deno.test("what is no record is counted: the stream's own sink refuses it", () => {
  const { task, read, refused } = open(enrichment);
  read("order_items", "{");
  read("order_items", { order_id: "a" });
  read("order_items", null);
  assert.deepEqual(task.counts, { read: 3, rejected: 3, deadLettered: 0 });
  assert.deepEqual(refused, []);
});

Deno.test("an order gives its state as it was placed, and one more for each status", () => {
  const { read, table, written, task } = open(orderState);
  const about = { created_at: "2026-01-01T00:00:00.000Z", user_id: "5", price: 20 };
  const order = {
    ...{ id: "a", status: "PLACED_ORDER", ...about },
    items: [{ product_id: "1", quantity: 1, price: 20 }],
    ...{ products_ordered: 1, total_quantity: 1, delivery_lat: null, delivery_lon: null },
  };
  const status = (status: string, second: string) => ({
    ...{ id: "a", status, updated_at: `2026-01-01T00:00:${second}.000Z` },
  });
  read("order_statuses", status("ORDER_CONFIRMED", "09")); // before its order
  assert.equal(task.waiting, 1);
  table(order);
  read("orders", order);
  read("order_statuses", status("BEING_COOKED", "30"));
  read("order_statuses", status("BEING_PREPARED", "15")); // out of order
  assert.deepEqual(written, [
    { ...status("ORDER_CONFIRMED", "09"), ...about },
    { id: "a", updated_at: about.created_at, status: "PLACED_ORDER", ...about },
    { ...status("BEING_COOKED", "30"), ...about },
    { ...status("BEING_PREPARED", "15"), ...about },
  ]);
});

const notes = defineStream({
  ...{ name: "notes", key: "id", time: "at", identity: ["id"] },
  schema: Type.Object({
    id: Symbol({ minLength: 1 }),
    at: Timestamp(),
    n: Type.Number({ maximum: 9 }),
  }),
});

Deno.test("a record gives none, one or several; what fails or is not valid is a dead letter", () => {
  const at = "2026-01-01T00:00:00.000Z";
  const flow = defineFlow({
    ...{ name: "test_notes", to: notes },
    inputs: [
      mapStream(orderItems, ({ quantity, product_id }) => {
        if (product_id === "none") return undefined;
        if (product_id === "fails") throw new Error("oh");
        return Array.from({ length: quantity }, (_, n) => ({ id: product_id, at, n: n * 9 }));
      }),
    ],
  });
  const { task, read, written, refused } = open(flow);
  for (const id of ["none", "fails", "2"]) read("order_items", item("a", id));
  assert.deepEqual(written.map(({ n }) => n), [0, 9]);
  read("order_items", { ...item("a", "3"), quantity: 3 });
  assert.equal(written.length, 2, "all of a record or nothing");
  assert.deepEqual(refused.map(({ text }) => text), [
    "cannot be handled: oh",
    "n 18 gives no valid record of notes: n must be <= 9",
  ]);
  assert.equal(task.counts.deadLettered, 2);
});

Deno.test("a flow that cannot work is refused when it is declared", () => {
  const copy = mapStream(
    orderItems,
    ({ order_id, created_at }) => ({ id: order_id, at: created_at, n: 1 }),
  );
  const declare = (name: string, ...more: typeof copy[]) => () =>
    defineFlow({ name, to: notes, inputs: [copy, ...more] });
  assert.throws(declare("Bad name"), { message: /^Cannot name a flow "Bad name"/ });
  assert.throws(declare("twice", copy), { message: /it reads order_items twice$/ });
  const fields = ["nme" as "name"];
  assert.throws(
    () => joinTable(orderItems, { table: products, by: "product_id", fields }, () => undefined),
    { message: "Cannot join products: it has no field nme" },
  );
});

Deno.test("enrichment is that of a second computation, for any sequence of changes, items and time", () => {
  const ids = ["1", "2", "3", "4"];
  for (let seed = 0; seed < 40; seed++) {
    const random = seeded(seed);
    const { task, read, table, written, refused, clock } = open(enrichment);
    const changes: { at: number; event: ProductChange }[] = [];
    const items: { at: number; item: OrderItem; offset: number; time: number }[] = [];
    const end = 120;
    const times = Array.from({ length: end }, () => clock.now += random.int(0, 1500));
    for (let at = 0; at < end; at++) {
      clock.now = times[at]!;
      task.expire();
      if (random.next() < 0.3) {
        const op = random.next() < 0.3 ? "d" : "u";
        const event = change(random.pick(ids), { op, ts_ms: random.int(1, 200), price: at });
        table(event);
        changes.push({ at, event });
      } else {
        const one = item(`o${at}`, random.pick(ids));
        items.push({ at, item: one, offset: read("order_items", one), time: clock.now });
      }
    }
    /** The row of a product after the events up to one, computed from the start each time. */
    const rowAt = (id: string, at: number) =>
      changes.filter((one) => one.at <= at && (one.event.after ?? one.event.before)!.id === id)
        .sort((a, b) => a.event.ts_ms - b.event.ts_ms || a.at - b.at).at(-1)?.event.after;
    const expected = new Map<string, number | "dead" | "waits">();
    for (const { at, item, time } of items) {
      let fate: number | "dead" | "waits" = "waits";
      for (let now = at; now < end && fate === "waits"; now++) {
        if (times[now]! - time > 10_000) fate = "dead";
        else fate = rowAt(item.product_id, now)?.price ?? "waits";
      }
      expected.set(item.order_id, fate);
    }
    const fates = new Map<string, number | "dead" | "waits">(
      items.map((one) => [one.item.order_id, "waits"]),
    );
    for (const { order_id, price } of written as EnrichedOrderItem[]) fates.set(order_id, price);
    for (const { offset } of refused) {
      fates.set(items.find((one) => one.offset === offset)!.item.order_id, "dead");
    }
    assert.deepEqual(fates, expected, `seed ${seed}`);
    assert.equal(written.length + refused.length + task.waiting, items.length);
  }
});

Deno.test("what a stream without a table has that is no record is a dead letter of the flow: no sink reads it", () => {
  const { task, read, refused } = open(loginMasking);
  const offsets = ["{", { ip: "203.0.113.77" }, null].map((value) => read("user_logins", value));
  assert.deepEqual(refused.map(({ offset }) => offset), offsets);
  assert.match(refused[0]!.text, /^must be JSON/);
  assert.match(refused[1]!.text, /^user_id is missing; also app_version is missing/);
  assert.equal(refused[2]!.text, "has no value");
  assert.deepEqual(task.counts, { read: 3, rejected: 0, deadLettered: 3 });
});

Deno.test("what a flow's function throws for a record with sensitive fields is not quoted", () => {
  const stream = defineStream({
    ...{ name: "secrets", key: "id", time: "at", identity: ["id"], sensitive: ["secret"] },
    schema: Type.Object({ id: Symbol({ minLength: 1 }), at: Timestamp(), secret: Type.String() }),
  });
  const failing = defineFlow({
    name: "failing_secrets",
    to: stream,
    inputs: [mapStream(stream, ({ secret }) => {
      throw new Error(`cannot read ${secret}`);
    })],
  });
  const { read, refused } = open(failing);
  read("secrets", { id: "a", at: "2026-01-01T00:00:00Z", secret: "hush" });
  assert.equal(refused[0]!.text, "cannot be handled");
});
