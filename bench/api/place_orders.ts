/**
 * A program that places orders through Kafka at a fixed rate until its standard input ends: the arguments are
 * orders a second and a seed. Every 50th order is printed when it is placed, as `id milliseconds`.
 */
import { connectKafka } from "../../lib/kafka/client.ts";
import { openProducer } from "../../lib/kafka/producer.ts";
import { ensureTopics } from "../../lib/kafka/topics.ts";
import { orderItems, orders, products } from "../../lib/feeds/mod.ts";
import { seeded } from "../../lib/random.ts";
import { sleep } from "../../lib/retry.ts";
import { findStack } from "../../lib/stack/mod.ts";
import { catalogue, orderAt } from "./orders.ts";

/** Milliseconds between two batches. */
const STEP = 50;

const [rate, seed] = Deno.args.map(Number) as [number, number];
const random = seeded(seed);
const over = new AbortController();
Deno.stdin.readable.pipeTo(new WritableStream()).finally(() => over.abort());
const kafka = await connectKafka((await findStack({ need: ["kafka"] })).endpoints.kafka);
await ensureTopics(kafka, [products, orders, orderItems]);
const producer = await openProducer(kafka);
await producer.write(
  kafka.topicOf(products),
  catalogue(Date.now()).map((change) => ({
    key: change.after!.id,
    value: products.encode(change),
  })),
);
await producer.flush();
const start = performance.now();
for (let placed = 0; !over.signal.aborted;) {
  const due = Math.floor((performance.now() - start) * rate / 1000);
  const some = Array.from({ length: due - placed }, () => orderAt(Date.now(), random));
  for (const [i, { order }] of some.entries()) {
    if ((placed + i) % 50 === 0) console.log(order.id, Date.parse(order.created_at));
  }
  placed = due;
  await producer.write(
    kafka.topicOf(orders),
    some.map(({ order }) => ({ key: order.id, value: orders.encode(order) })),
  );
  await producer.write(
    kafka.topicOf(orderItems),
    some.flatMap(({ lines }) =>
      lines.map((line) => ({ key: line.order_id, value: orderItems.encode(line) }))
    ),
  );
  await producer.flush();
  await sleep(STEP, over.signal).catch(() => {}); // the loop ends then
}
await producer.close();
await kafka.close();
