import assert from "node:assert/strict";
import { connectKafka } from "../lib/kafka/client.ts";
import { endOffsets } from "../lib/kafka/offsets.ts";
import { openProducer } from "../lib/kafka/producer.ts";
import { readTopic } from "../lib/kafka/read.ts";
import { orderItems, products } from "../lib/feeds/mod.ts";
import { ensureFlowTopics } from "../lib/flows/serve_flow.ts";
import { type EnrichedOrderItem, enrichedOrderItems, enrichment } from "../lib/flows/mod.ts";
import { change, item, send, untilHandled } from "../lib/flows/testing.ts";
import { seeded } from "../lib/random.ts";
import { sleep, until } from "../lib/retry.ts";
import { type Space, withNamespace } from "../lib/testing.ts";
import { run, type RunningCommand, start, task } from "./testing.ts";

const KILLS = 20;
const IDS = Array.from({ length: 20 }, (_, i) => String(i + 1));

/** Products that keep their only version. */
const CONSTANT = IDS.slice(0, 8);
/** Products that get new versions. */
const CHANGING = IDS.slice(8, 15);
/** Some products are not known at first: their items wait while the flow is killed. */
const LATE = IDS.slice(15);

/** What was sent: when each item was, and when each product got which price. Times are of this machine's clock. */
interface Sent {
  items: Map<string, { product: string; at: number }>;
  prices: Map<string, { price: number; from: number; acknowledged: number }[]>;
}

/** Writes items and changes of products while the flow is killed again and again; then lets it come to its end. */
async function killAgainAndAgain(
  { endpoints, namespace }: Space,
  { seed }: { seed: number },
): Promise<{ sent: Sent; copies: Map<string, (EnrichedOrderItem & { at: number })[]> }> {
  const env = { TRIBUTARY_NAMESPACE: namespace };
  const kafka = await connectKafka(endpoints.kafka);
  const producer = await openProducer(kafka);
  const sent: Sent = { items: new Map(), prices: new Map() };
  const random = seeded(seed);
  let version = 0, over = false;
  /** The price is the version's number, so that an enriched item says which version it has. */
  async function set(...ids: string[]): Promise<void> {
    const versions = ids.map((id) => {
      const one = { price: ++version, from: Date.now(), acknowledged: Infinity };
      sent.prices.set(id, [...sent.prices.get(id) ?? [], one]);
      return one;
    });
    const records = versions.map(({ price }, i) => change(ids[i]!, { ts_ms: 1000 + price, price }));
    await send(producer, kafka, { stream: products, records });
    for (const one of versions) one.acknowledged = Date.now();
  }
  const written = async () => {
    const output = kafka.topicOf(enrichedOrderItems);
    return [...(await endOffsets(kafka, [output])).get(output)!.values()].reduce(
      (a, b) => a + b,
      0,
    );
  };
  /** Waits until the flow has written something since it was started. */
  async function untilWritten({ result }: RunningCommand): Promise<void> {
    const before = await written();
    const grown = until(async () => await written() > before, { every: 20, within: 60_000 });
    await Promise.race([grown, result]);
  }
  async function keepSending(): Promise<void> {
    for (let n = 0; !over; n++) {
      const items = Array.from({ length: 20 }, (_, i) => item(`o${n}`, random.pick(IDS), i + 1));
      const at = Date.now();
      for (const { order_id, line, product_id } of items) {
        sent.items.set(`${order_id}/${line}`, { product: product_id, at });
      }
      await send(producer, kafka, { stream: orderItems, records: items });
      if (n % 3 === 0) await set(random.pick(CHANGING));
      if (n % 60 === 59 && sent.prices.size < IDS.length) await set(IDS[sent.prices.size]!);
      await sleep(20);
    }
  }
  try {
    await ensureFlowTopics(enrichment, { kafka });
    await set(...CONSTANT, ...CHANGING);
    const sending = keepSending();
    let killed = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await using service = start(task("flow", ["enrichment", "--wait", "1h"], { env }));
      // Some are killed while they start.
      if (random.next() < 0.8) await untilWritten(service);
      if (await service.killedAfter(random.int(0, 300))) killed++;
    }
    assert.equal(killed, KILLS, "a service ended by itself");
    over = true;
    await sending;
    await set(...LATE.filter((id) => !sent.prices.has(id)));
    const last = await run("flow", ["enrichment", "--once", "--wait", "1h"], { env });
    assert.equal(last.code, 0, last.err);
    await untilHandled(kafka, enrichment);
    const copies = new Map<string, (EnrichedOrderItem & { at: number })[]>();
    for await (const { messages } of readTopic(kafka, kafka.topicOf(enrichedOrderItems))) {
      for (const message of messages) {
        const record = JSON.parse(message.text()!) as EnrichedOrderItem;
        const id = `${record.order_id}/${record.line}`;
        copies.set(id, [...copies.get(id) ?? [], { ...record, at: message.timestamp }]);
      }
    }
    return { sent, copies };
  } finally {
    over = true;
    await producer.close();
    await kafka.close();
  }
}

Deno.test("20 kills of a flow change nothing, but that an item may get a version that came meanwhile", async () => {
  await withNamespace(async (space) => {
    const { sent, copies } = await killAgainAndAgain(space, { seed: 3 });
    assert.deepEqual([...copies.keys()].toSorted(), [...sent.items.keys()].toSorted());
    let repeated = 0, changed = 0;
    for (const [id, list] of copies) {
      const { product, at } = sent.items.get(id)!;
      const versions = sent.prices.get(product)!;
      for (const { at: enriched, price } of list) {
        assert.equal(list[0]!.product_id, product);
        const i = versions.findIndex((version) => version.price === price);
        assert.ok(i >= 0, `${id} has a version of another product`);
        if (CONSTANT.includes(product)) assert.equal(i, 0);
        if (i > 0) changed++;
        // A version is in Kafka a moment after it was noted here.
        const until = versions[i + 1]?.acknowledged ?? Infinity;
        assert.ok(versions[i]!.from <= enriched, `${id} has a version from its future`);
        assert.ok(until >= at, `${id} of ${at} has version ${price}, replaced at ${until}`);
      }
      if (list.length > 1) repeated++;
    }
    assert.ok(repeated > 0, "no kill made anything be written twice: they prove nothing");
    assert.ok(changed > 0, "no item has a later version: they prove nothing");
  });
});
