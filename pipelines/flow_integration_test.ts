import assert from "node:assert/strict";
import { orderItems, orders, products } from "../lib/feeds/mod.ts";
import { enrichedOrderItems, orderState, orderStates } from "../lib/flows/mod.ts";
import { untilHandled } from "../lib/flows/testing.ts";
import { connectKafka } from "../lib/kafka/client.ts";
import { withNamespace } from "../lib/testing.ts";
import { run, start, task } from "./testing.ts";
import { succeed } from "./testing_windows.ts";

Deno.test("ingest stores what the flows make of orders; the commands one by one give the same", async () => {
  await withNamespace(async ({ db, namespace }) => {
    const words = ["orders", "--limit", "300", "--json"];
    const { streams } = JSON.parse(await succeed({ namespace }, "ingest", ...words));
    const lines = streams.order_items.rows;
    for (const [name, rows] of [["enriched_order_items", lines], ["order_state", null]] as const) {
      const { read, published, rejected, stored, deadLettered, ...account } = streams[name];
      assert.deepEqual([published, rejected, deadLettered], [read, 0, 0], name);
      assert.equal(stored, read, name);
      assert.equal(account.rows, rows ?? read, name);
    }
    const differing = await db.sql`
      select i.order_id from ${orderItems} i
      left join ${enrichedOrderItems} e on i.order_id = e.order_id and i.line = e.line
      where e.quantity != i.quantity or e.item_price != i.price or e.product_name is null`;
    assert.deepEqual(differing, []);
    const placed = await db.sql`
      select o.id from ${orders} o left join ${orderStates} s
      on o.id = s.id and o.timestamp = s.timestamp and o.price = s.price and o.status = s.status
      where s.id is null`;
    assert.deepEqual(placed, []);

    const rows = () =>
      db.sql`select order_id, line, product_name, price from ${enrichedOrderItems} order by order_id, line`;
    const before = await rows();
    await db.run(`truncate table "${db.tableOf(enrichedOrderItems)}"`);
    await db.run(`truncate table "${db.tableOf(products)}"`);
    const again = JSON.parse(
      await succeed({ namespace }, "ingest", ...words, "--no-sink"),
    );
    assert.equal(again.streams.enriched_order_items, undefined, "--no-sink stops at Kafka");
    const { flows } = JSON.parse(
      await succeed({ namespace }, "flow", "enrichment", "--once", "--json"),
    );
    assert.deepEqual(flows.enrichment, {
      ...{ stream: "enriched_order_items", read: lines, written: lines },
      ...{ waiting: 0, deadLettered: 0, rejected: 0, lost: 0 },
    });
    await succeed({ namespace }, "sink", "enriched_order_items", "--once");
    assert.deepEqual(await rows(), before);
  });
});

Deno.test("flow --once waits for what waits, then fails if nothing could be written", async () => {
  await withNamespace(async ({ namespace, endpoints }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    await succeed({ namespace }, "ingest", "orders", "--limit", "2", "--no-sink");
    const topic = `${namespace}_products`;
    await succeed({ namespace }, "topics", "delete", topic);
    const words = ["enrichment", "--once", "--wait", "300ms", "--json"];
    const { code, out, err } = await run("flow", words, { env });
    assert.equal(code, 1, err);
    const { read, written, deadLettered, waiting } = JSON.parse(out).flows.enrichment;
    assert.deepEqual([written, deadLettered, waiting], [0, read, 0]);
    assert.match(err, /product_id: is not in products: waited 0\.3 s for it/);
    assert.match(err, /error: enrichment: \d+ records were read and none was written/);
    const nothing = await run("flow", words, { env });
    assert.equal(nothing.code, 0, nothing.err);
    assert.equal(JSON.parse(nothing.out).flows.enrichment.read, 0);

    await using service = start(task("flow", ["order_state", "--json"], { env }));
    const kafka = await connectKafka(endpoints.kafka);
    await service.until(/waiting for new records of orders, order_statuses/);
    await untilHandled(kafka, orderState).finally(() => kafka.close());
    service.child.kill("SIGINT");
    const ended = await service.result;
    assert.equal(ended.code, 130, ended.err);
    assert.equal(JSON.parse(ended.out).flows.order_state.written, 2);
  });
});

Deno.test("flow says which flows there are", async () => {
  const { code, err } = await run("flow", ["enrichmnt", "--once"]);
  assert.equal(code, 2);
  assert.match(err, /Cannot find the flow "enrichmnt": the nearest is enrichment/);
  const none = await run("flow", []);
  assert.equal(none.code, 2);
  assert.match(none.err, /deno task flow --list shows them/);
  const { out } = await run("flow", ["--list", "--json"]);
  assert.deepEqual(JSON.parse(out)[0], {
    flow: "enrichment",
    reads: "order_items × products by product_id",
    writes: "enriched_order_items",
  });
});
