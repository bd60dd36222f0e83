/** Writes a window's rows to its topic and its table, and late records to their topic. */
import type { IncomingMessage } from "../../kafka/consumer.ts";
import type { KafkaClient } from "../../kafka/client.ts";
import type { OutgoingMessage, Producer } from "../../kafka/producer.ts";
import { createTopics } from "../../kafka/topic_admin.ts";
import { topicsOf } from "../../kafka/topics.ts";
import type { Questdb } from "../../questdb/client.ts";
import { guardTable } from "../../questdb/table_guard.ts";
import type { Transport } from "../../questdb/transport.ts";
import { openWriter } from "../../questdb/writer.ts";
import type { Stream } from "../../streams/stream.ts";
import { requireSameDefinition } from "../checkpoints.ts";
import { lateName, messageKey, outputStream } from "../output.ts";
import type { Window, WindowRow } from "../window.ts";
import type { Place } from "./accumulator.ts";

/** Where windows are written to. */
export interface WindowTargets {
  kafka: KafkaClient;
  db: Questdb;
  transport: Transport;
  producer: Producer;
}

/** The output of one window. */
export interface WindowOutput {
  row(row: WindowRow): void;
  late(message: IncomingMessage, place: Place): void;
  /** Rows and late records that were added and not yet taken. */
  readonly pending: number;
  /**
   * Takes what was added.
   *
   * @returns Sends it; resolves when topic and table have acknowledged it. Only one may be under way.
   */
  take(): () => Promise<void>;
}

/** Creates what is missing of a window's topics and table, and opens them. */
export async function openWindowOutput(
  window: Window,
  { kafka, db, transport, producer }: WindowTargets,
): Promise<WindowOutput> {
  const stream = outputStream(window, "deno");
  await requireSameDefinition({ kafka, producer }, window, "deno");
  await ensureOutputTopics(kafka, window, stream);
  const topic = kafka.topicOf(stream);
  const lateTopic = `${kafka.prefix}${lateName(window)}`;
  const guard = await guardTable(db, stream);
  const writer = openWriter<WindowRow>(transport, { stream, guard }, {
    onBatch(_, [refused]) {
      if (!refused) return;
      throw new Error(
        `Cannot store the row ${
          JSON.stringify(refused.origin)
        } in ${guard.table}: ${refused.reason}`,
      );
    },
  });
  let rows: WindowRow[] = [], late: OutgoingMessage[] = [];
  return {
    row: (row) => void rows.push(row),
    late: (message, place) => void late.push(lateMessage(window, message, place)),
    get pending() {
      return rows.length + late.length;
    },
    take() {
      const taken = rows, takenLate = late;
      [rows, late] = [[], []];
      return () => write(taken, takenLate);
    },
  };

  async function write(
    rows: readonly WindowRow[],
    late: readonly OutgoingMessage[],
  ): Promise<void> {
    await send(producer, lateTopic, late);
    // Of the values that a window had since the last time, the last one is enough.
    const newest = new Map(rows.map((row) => [messageKey(window, row), row]));
    await Promise.all([
      send(producer, topic, [...newest].map(([key, row]) => ({ key, value: stream.encode(row) }))),
      store([...newest.values()]),
    ]);
  }

  async function store(rows: readonly WindowRow[]): Promise<void> {
    for (const row of rows) if (writer.add(row, row)) await writer.flush();
    await writer.flush();
  }
}

async function send(
  producer: Producer,
  topic: string,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const [large] = await producer.write(topic, messages);
  if (large) {
    throw new Error(
      `Cannot write to ${topic}: a message of ${large.bytes} bytes is over the limit of ${large.limit}`,
    );
  }
  await producer.flush();
}

/** A late record as it was read, keyed by its place, so that one that is written twice is kept once. */
function lateMessage(
  { from }: Window,
  message: IncomingMessage,
  { partition, offset }: Place,
): OutgoingMessage {
  return {
    key: JSON.stringify({ topic: from.name, partition, offset }),
    value: message.value,
    headers: {
      "tributary.late.partition": String(partition),
      "tributary.late.offset": String(offset),
    },
  };
}

async function ensureOutputTopics(
  kafka: KafkaClient,
  window: Window,
  stream: Stream,
): Promise<void> {
  const [rows] = topicsOf(stream, kafka.prefix); // and no dead letters: its rows are our own
  await createTopics(kafka, [rows!, {
    topic: `${kafka.prefix}${lateName(window)}`,
    partitions: 1,
    config: { "cleanup.policy": "compact" },
  }]);
}
