/** Topics for the benchmark of flows: order items and the products that they name. */
import { type OrderItem, orderItems, products } from "../../lib/feeds/mod.ts";
import { enrichment } from "../../lib/flows/mod.ts";
import { ensureFlowTopics } from "../../lib/flows/serve_flow.ts";
import { connectKafka, type KafkaClient } from "../../lib/kafka/client.ts";
import { openProducer, type OutgoingMessage, type Producer } from "../../lib/kafka/producer.ts";
import { seeded } from "../../lib/random.ts";
import { withNamespace } from "../../lib/testing.ts";
import { isoTime } from "../../lib/time.ts";

/** Products of the catalogue, as many as the simulated shop has. */
const PRODUCTS = 80;
const START = Date.parse("2026-01-01T00:00:00Z");
const BATCH = 2000;
/** Characters of an image: an inline picture of the simulated shop has about as many. */
const IMAGE = 250;

/** Topics that are filled, in a namespace of their own. */
export interface FilledTopics {
  kafka: KafkaClient;
  namespace: string;
}

/** Fills `products` and `order_items` in a namespace of its own; removes them afterwards. */
export async function withItems(
  items: number,
  work: (topics: FilledTopics) => Promise<void>,
): Promise<void> {
  await withNamespace(async ({ endpoints, namespace }) => {
    const kafka = await connectKafka(endpoints.kafka);
    try {
      await ensureFlowTopics(enrichment, { kafka });
      const producer = await openProducer(kafka);
      await write(producer, kafka.topicOf(products), catalogue());
      await write(producer, kafka.topicOf(orderItems), linesOf(items));
      await producer.flush();
      await producer.close();
      await work({ kafka, namespace });
    } finally {
      await kafka.close();
    }
  });
}

async function write(
  producer: Producer,
  topic: string,
  messages: Iterable<OutgoingMessage>,
): Promise<void> {
  let batch: OutgoingMessage[] = [];
  for (const message of messages) {
    if (batch.push(message) < BATCH) continue;
    await producer.write(topic, batch);
    batch = [];
  }
  await producer.write(topic, batch);
}

function* catalogue(): Generator<OutgoingMessage> {
  for (let i = 1; i <= PRODUCTS; i++) {
    const after = {
      id: String(i),
      name: `Pizza number ${i}`,
      description: "Tomatoes, mozzarella",
      category: ["Classic", "Veggie", "Chicken", "Supreme"][i % 4]!,
      price: 8 + i / 4,
      image: "x".repeat(IMAGE),
    };
    yield {
      key: after.id,
      value: products.encode({ before: null, after, op: "r", ts_ms: START - 1000 }),
    };
  }
}

function* linesOf(items: number): Generator<OutgoingMessage> {
  const random = seeded(1);
  for (let i = 0; i < items; i++) {
    const item: OrderItem = {
      order_id: `order ${Math.floor(i / 3)}`,
      line: 1 + i % 3,
      created_at: isoTime(START / 1000 + Math.floor(i / 1000), (i % 1000) * 1000, 3),
      product_id: String(random.int(1, PRODUCTS)),
      quantity: random.int(1, 4),
      price: 9.5,
    };
    yield { key: item.order_id, value: orderItems.encode(item) };
  }
}
