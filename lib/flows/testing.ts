/** For tests of flows: messages, records, topics. */
import { Buffer } from "node:buffer";
import type { Order, OrderItem, ProductChange } from "../feeds/mod.ts";
import type { KafkaClient } from "../kafka/client.ts";
import type { IncomingMessage } from "../kafka/consumer.ts";
import { endOffsets } from "../kafka/offsets.ts";
import type { Producer } from "../kafka/producer.ts";
import { untilCommitted } from "../processing/drain.ts";
import type { Stream } from "../streams/stream.ts";
import type { Flow } from "./define.ts";
import { flowGroup } from "./open_flow.ts";
import { serveFlow, type ServeFlowOptions } from "./serve_flow.ts";

/** A message with a record, a text, or nothing as its value. */
export function messageOf(
  offset: number,
  value: unknown,
  key: string | null = null,
): IncomingMessage {
  const text = value === null || typeof value === "string" ? value : JSON.stringify(value);
  return {
    offset,
    timestamp: 1_767_225_600_000 + offset,
    key: key === null ? null : Buffer.from(key),
    value: text === null ? null : Buffer.from(text),
    headers: {},
    text: () => text,
  };
}

/** A change of a product, with a price of 5 by default. */
export function change(
  id: string,
  { op = "u", ts_ms = 1000, price = 5, name = `product ${id}` }: {
    op?: "c" | "u" | "d" | "r";
    ts_ms?: number;
    price?: number;
    name?: string;
  } = {},
): ProductChange {
  const product = { id, name, description: null, category: "Classic", price, image: null };
  return op === "d"
    ? { before: product, after: null, op, ts_ms }
    : { before: null, after: product, op, ts_ms };
}

/** The first line of an order. */
export function item(order_id: string, product_id: string, line = 1): OrderItem {
  return {
    order_id,
    line,
    created_at: "2026-01-01T00:00:00.000Z",
    product_id,
    quantity: 2,
    price: 3,
  };
}

/** An order of one line. */
export function order(id: string, { at = "2026-01-01T00:00:00.000Z", price = 20 } = {}): Order {
  return {
    ...{ id, created_at: at, user_id: "5", status: "PLACED_ORDER", price },
    items: [{ product_id: "1", quantity: 1, price }],
    ...{ products_ordered: 1, total_quantity: 1, delivery_lat: null, delivery_lon: null },
  };
}

/** Writes records of a stream to its topic, or tombstones as a key alone; Kafka has them when it resolves. */
export async function send(
  producer: Producer,
  kafka: KafkaClient,
  { stream, records }: {
    stream: Stream;
    records: readonly (Record<string, unknown> | { tombstone: string })[];
  },
): Promise<void> {
  const messages = records.map((record) =>
    typeof record.tombstone === "string"
      ? { key: record.tombstone, value: null }
      : { key: stream.keyOf(record), value: stream.encode(record) }
  );
  await producer.write(kafka.topicOf(stream), messages);
  await producer.flush();
}

/** Waits until a flow's group has committed all that its inputs hold now. */
export async function untilHandled(kafka: KafkaClient, flow: Flow): Promise<void> {
  const topics = flow.inputs.map(({ from }) => kafka.topicOf(from));
  const signal = AbortSignal.timeout(30_000);
  const goal = await endOffsets(kafka, topics);
  await untilCommitted(kafka, { group: flowGroup(kafka, flow), goal, signal });
}

/** Keeps flows running while a test does its work. */
export async function whileServing(
  flows: readonly Flow[],
  options: Omit<ServeFlowOptions, "signal">,
  work: () => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const opened = flows.map(() => Promise.withResolvers<void>());
  const onTrouble = (text: string) => console.error(text);
  const served = Promise.all(
    flows.map((flow, i) =>
      serveFlow(flow, {
        ...options,
        onTrouble,
        signal: over.signal,
        onOpen: opened[i]!.resolve as () => void,
      })
    ),
  );
  try {
    await Promise.race([served, Promise.all(opened.map(({ promise }) => promise)).then(work)]);
  } finally {
    over.abort();
    await served;
  }
}
