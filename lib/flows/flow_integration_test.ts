import assert from "node:assert/strict";
import { replayStream } from "../delivery/replay_stream.ts";
import { sinkOnce } from "../delivery/serve_sink.ts";
import { withStore } from "../delivery/store.ts";
import { orderItems, orders, orderStatuses, products } from "../feeds/mod.ts";
import { connectKafka, type KafkaClient } from "../kafka/client.ts";
import { openProducer } from "../kafka/producer.ts";
import { seeded } from "../random.ts";
import { until } from "../retry.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/stream.ts";
import { type Space, withNamespace } from "../testing.ts";
import { enrichedOrderItems } from "./enriched_order_items.ts";
import { enrichment } from "./enrichment.ts";
import { flowGroup, openFlow } from "./open_flow.ts";
import { orderState } from "./order_state.ts";
import { orderStates } from "./order_states.ts";
import { ensureFlowTopics } from "./serve_flow.ts";
import { change, item, order, send, untilHandled, whileServing } from "./testing.ts";

type Sent = Parameters<typeof send>[2]["records"];

/** What a test of flows does with its engines. */
interface Tools {
  kafka: KafkaClient;
  space: Space;
  put(stream: Stream, ...records: Sent): Promise<void>;
  /** Stores what the topics of streams hold. */
  store(...streams: Stream[]): Promise<void>;
}

async function withTools(test: (tools: Tools) => Promise<void>): Promise<void> {
  await withNamespace(async (space) => {
    const kafka = await connectKafka(space.endpoints.kafka);
    const producer = await openProducer(kafka);
    const { signal } = new AbortController();
    try {
      for (const flow of [enrichment, orderState]) await ensureFlowTopics(flow, { kafka });
      await test({
        ...{ kafka, space },
        put: (stream, ...records) => send(producer, kafka, { stream, records }),
        store: (...streams) =>
          withStore(space.endpoints.questdb, {}, async (store) => {
            const options = { ...store, kafka, signal };
            await Promise.all(streams.map((stream) => sinkOnce(stream, options)));
          }),
      });
    } finally {
      await producer.close();
      await kafka.close();
    }
  });
}

Deno.test("enriched items are those of a join in SQL; changes show in later items and in no others", async () => {
  await withTools(async ({ kafka, space: { db, endpoints }, put, store }) => {
    const random = seeded(5);
    const ids = ["1", "2", "3", "4"];
    await put(products, ...ids.map((id) => change(id, { ts_ms: 1000, price: random.int(1, 40) })));
    const items = Array.from({ length: 300 }, (_, i) => item(`o${i}`, random.pick(ids)));
    await put(orderItems, ...items);
    const rows = (of: string) =>
      db.sql`select order_id, price, product_name from ${enrichedOrderItems}
        where order_id like ${`${of}%`} order by order_id`;
    await whileServing([enrichment], { kafka, wait: 400 }, async () => {
      await untilHandled(kafka, enrichment);
      await store(orderItems, products, enrichedOrderItems);
      const joined = await db.sql`
        select i.order_id, i.timestamp, i.quantity, i.price item_price, p.name, p.category, p.price
        from ${orderItems} i join (${products} latest on timestamp partition by id) p
        on i.product_id = p.id order by i.order_id`;
      const enriched = await db.sql`
        select order_id, timestamp, quantity, item_price, product_name name, category, price
        from ${enrichedOrderItems} order by order_id`;
      assert.equal(joined.length, 300);
      assert.deepEqual(enriched, joined);

      const before = await rows("o");
      const gone = change("2", { op: "d", ts_ms: 2000 });
      await put(products, change("1", { ts_ms: 2000, price: 77.5, name: "new" }), gone, {
        tombstone: '{"id":"2"}',
      }, { tombstone: "3" });
      await put(orderItems, ...["1", "2", "3", "9", "4"].map((id) => item(`p${id}`, id)));
      await untilHandled(kafka, enrichment);
      await store(orderItems, enrichedOrderItems);
      assert.deepEqual(await rows("o"), before);
      const after = await rows("p");
      assert.deepEqual(after.map(({ order_id }) => order_id), ["p1", "p4"]);
      assert.deepEqual(after[0], { order_id: "p1", price: 77.5, product_name: "new" });
      const letters = await db.sql`
        select stream, field, value, reason from ${deadLetters} order by value`;
      assert.deepEqual(
        letters,
        [
          ["2", "was deleted from products: waited 0.4 s for it"],
          ["3", "was deleted from products: waited 0.4 s for it"],
          ["9", "is not in products: waited 0.4 s for it"],
        ].map(([value, reason]) => ({ stream: "order_items", field: "product_id", value, reason })),
      );

      await put(products, change("9", { ts_ms: 3000, price: 9 }));
      const again = await replayStream(orderItems, { endpoints, reason: "is not in products" });
      assert.deepEqual([again.replayed, again.stored, again.deadLetteredAgain], [1, 1, 0]);
      await untilHandled(kafka, enrichment);
      await store(enrichedOrderItems);
      assert.deepEqual((await rows("p9")).map(({ price }) => price), [9]);
    });
  });
});

Deno.test("an item that waits is another member's when the group shares its partitions again", async () => {
  await withTools(async ({ kafka, space: { db }, put, store }) => {
    const first = await openFlow(enrichment, { kafka });
    await put(orderItems, ...["a", "b", "c", "d", "e", "f"].map((id) => item(id, "7")));
    await until(() => first.task.waiting === 6, { within: 10_000 });
    const second = await openFlow(enrichment, { kafka });
    await until(() => first.task.waiting + second.task.waiting === 6 && second.task.waiting > 0, {
      within: 10_000,
    });
    await first.stop(); // with what waits in it
    await put(products, change("7"));
    await untilHandled(kafka, enrichment);
    await second.stop();
    await store(enrichedOrderItems);
    const [{ n }] = await db.sql<{ n: number }>`select count() n from ${enrichedOrderItems}` as [
      { n: number },
    ];
    assert.equal(n, 6);
    const { groups: [group] } = await kafka.administer(
      "look",
      (admin) => admin.describeGroups([flowGroup(kafka, enrichment)]),
    );
    assert.equal(group!.members.length, 0);
  });
});

Deno.test("an order's states are those of its statuses, before it and out of order; copies change nothing", async () => {
  await withTools(async ({ kafka, space: { db }, put, store }) => {
    const status = (id: string, status: string, second: number) => ({
      ...{ id, status, updated_at: new Date(1_767_225_600_000 + second * 1000).toISOString() },
    });
    await whileServing([orderState], { kafka, wait: 1500 }, async () => {
      await put(orderStatuses, status("a", "ORDER_CONFIRMED", 9), status("nobody", "DELIVERED", 9));
      await put(orders, order("a", { price: 12.5 }), order("b"));
      await put(
        orderStatuses,
        ...[["BEING_COOKED", 30], ["BEING_PREPARED", 15], ["BEING_COOKED", 30]]
          .map(([text, second]) => status("a", text as string, second as number)),
      );
      await put(orders, order("a", { price: 12.5 })); // once more
      await untilHandled(kafka, orderState);
    });
    await store(orderStates, orderStatuses);
    const rows = await db.sql`
      select id, status, timestamp, created_at, user_id, price from ${orderStates} order by id, timestamp`;
    const created_at = new Date("2026-01-01T00:00:00Z");
    assert.deepEqual(
      rows,
      [
        ["a", "PLACED_ORDER", 0, 12.5],
        ["a", "ORDER_CONFIRMED", 9, 12.5],
        ["a", "BEING_PREPARED", 15, 12.5],
        ["a", "BEING_COOKED", 30, 12.5],
        ["b", "PLACED_ORDER", 0, 20],
      ].map(([id, status, second, price]) => ({
        ...{ id, status, timestamp: new Date(+created_at + Number(second) * 1000), created_at },
        ...{ user_id: "5", price },
      })),
    );
    const present = await db.sql`
      select id, status from ${orderStates} latest on timestamp partition by id order by id`;
    assert.deepEqual(present.map(({ status }) => status), ["BEING_COOKED", "PLACED_ORDER"]);
    const letters = await db.sql`select stream, value, reason from ${deadLetters}`;
    assert.deepEqual(letters, [
      {
        stream: "order_statuses",
        value: "nobody",
        reason: "is not in orders: waited 1.5 s for it",
      },
    ]);
  });
});
