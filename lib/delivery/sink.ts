import { messageOf } from "../errors.ts";
import type { Questdb } from "../questdb/client.ts";
import { refuseSuspended } from "../questdb/applied.ts";
import { ensureTables } from "../questdb/tables.ts";
import type { Transport } from "../questdb/transport.ts";
import { openWriter } from "../questdb/writer.ts";
import { consume, type IncomingBatch, type IncomingMessage as Message } from "../kafka/consumer.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { openProducer } from "../kafka/producer.ts";
import { deadLetterTopic, topicName } from "../kafka/topics.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/define.ts";
import { refusal } from "./accept.ts";
import { type DeadLetterMessage, fromMessage, toMessage, type Undelivered } from "./dead_letter.ts";

/** What {@linkcode openSink} works with. */
export interface SinkOptions {
  kafka: KafkaClient;
  db: Questdb;
  transport: Transport;
  /** Prefix of topics and of the consumer group. @default "" */
  prefix?: string;
  /**
   * Longest time that a record waits for its batch to fill, in milliseconds; a quarter of it where
   * no other follows. Few large requests cost QuestDB a third less than many small ones. @default 1000
   */
  linger?: number;
  /** Told after each batch that QuestDB has. */
  onStored?: (rows: number) => void;
}

/** A running sink. */
export interface Sink {
  /** Rejects when the sink can go on no longer; else settles with `stop`. */
  readonly done: Promise<void>;
  /** Stores what was read, commits, and leaves the consumer group. */
  stop(): Promise<void>;
}

/** The consumer group that stores a stream: every sink of that stream shares it. */
export function sinkGroup(stream: Stream, prefix = ""): string {
  return `${prefix}sink_${stream.name}`;
}

/** How often a running sink looks whether its tables are suspended, in milliseconds. */
const LOOK_EVERY = 5000;

interface Origin {
  message: Message;
  partition: number;
}

/**
 * Stores a stream: reads its topic and its dead-letter topic as a consumer group, writes rows in large
 * batches, and commits offsets only after QuestDB acknowledged them. What the check or QuestDB
 * refuses goes to the dead-letter topic before its offset is committed.
 */
export async function openSink(stream: Stream, options: SinkOptions): Promise<Sink> {
  const { kafka, db, transport, prefix = "", linger = 1000, onStored } = options;
  const topic = topicName(stream, prefix);
  const deadTopic = deadLetterTopic(stream, prefix);
  const tables = [stream, deadLetters];
  await ensureTables(db, tables);
  await refuseSuspended(db, tables.map(db.tableOf));
  let looked = performance.now();
  const producer = await openProducer(kafka);
  const letters = openWriter<null>(transport, {
    stream: deadLetters,
    table: db.tableOf(deadLetters),
  });
  const rows = openWriter<Origin>(transport, { stream, table: db.tableOf(stream) }, {
    async onBatch(stored, refused) {
      if (performance.now() - looked > LOOK_EVERY) {
        looked = performance.now();
        await refuseSuspended(db, tables.map(db.tableOf));
      }
      for (const { origin, reason } of refused) bury(origin, { field: "", value: "", reason });
      await sendDead();
      onStored?.(stored);
    },
  });
  /** Next offset of each partition that was read, by topic. */
  let read = new Map<string, Map<number, number>>();
  let dead: DeadLetterMessage[] = [];

  function place({ message, partition }: Origin) {
    return {
      stream,
      source: `${topic}/${partition}`,
      line: message.offset,
      time: timeOf(message),
      ...(message.key === null ? {} : { key: message.key.toString() }),
      raw: message.text() ?? "",
    };
  }
  function bury(origin: Origin, why: Pick<Undelivered, "field" | "value" | "reason">): void {
    const { message: { offset }, partition } = origin;
    dead.push(toMessage({ ...place(origin), ...why }, { topic, partition, offset }));
  }
  async function sendDead(): Promise<void> {
    const messages = dead;
    dead = [];
    if (messages.length === 0) return;
    await producer.write(deadTopic, messages);
    await producer.flush();
  }
  /** Adds a message to the batch. @returns Whether the batch is full. */
  function take(message: Message, partition: number): boolean {
    const text = message.text();
    if (text === null) return false; // a tombstone: compaction's mark, not a record
    const origin = { message, partition };
    let record: Record<string, unknown>;
    try {
      record = JSON.parse(text);
    } catch (error) {
      bury(origin, { field: "", value: "", reason: `must be JSON: ${messageOf(error)}` });
      return false;
    }
    if (stream.valid(record)) return rows.add(record, origin);
    bury(origin, refusal(record, place(origin)));
    return false;
  }

  /** Sends what was read so far; its offsets are committed once QuestDB has it. */
  async function roll(): Promise<void> {
    waitsSince = undefined;
    const offsets = read;
    read = new Map();
    await Promise.all([sendDead(), letters.flush()]);
    await rows.roll(async () => {
      for (const [topic, partitions] of offsets) {
        for (const [partition, offset] of partitions) {
          await consumer.commit(topic, partition, offset);
        }
      }
    });
  }

  async function onBatch(batch: IncomingBatch): Promise<void> {
    const { topic: from, partition, messages, nextOffset } = batch;
    for (const message of messages) {
      if (from === deadTopic) letters.add(letterRow(stream, message), null);
      else if (take(message, partition)) await exclusive(roll);
    }
    const offsets = read.get(from) ?? new Map<number, number>();
    read.set(from, offsets.set(partition, nextOffset));
    settleSoon();
  }
  /** Settles once nothing more comes, or when the first record has waited long enough. */
  function settleSoon(): void {
    const now = performance.now();
    waitsSince ??= now;
    clearTimeout(timer);
    const wait = Math.max(0, Math.min(linger / 4, waitsSince + linger - now));
    timer = setTimeout(() => void settle().catch(fail), wait);
  }
  /** Stores and commits all that was read. */
  function settle(): Promise<void> {
    clearTimeout(timer);
    waitsSince = undefined;
    return exclusive(async () => {
      await roll();
      await rows.flush();
    });
  }

  // Only one roll at a time: two would swap the writer's buffers under each other.
  let turn: Promise<void> = Promise.resolve();
  function exclusive(work: () => Promise<void>): Promise<void> {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitsSince: number | undefined;
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => {});

  const consumer = await consume(kafka, {
    groupId: sinkGroup(stream, prefix),
    topics: [topic, deadTopic],
    onBatch,
    onRevoked: settle,
  });
  return {
    done: Promise.race([consumer.ended, failed]),
    async stop() {
      await consumer.stop().finally(() => producer.close().catch(() => {}));
    },
  };
}

function letterRow(stream: Stream, message: Message) {
  const headers = Object.entries(message.headers).map((
    [name, value],
  ) => [name, value?.toString() ?? ""]);
  return fromMessage(stream.name, {
    value: message.text() ?? "",
    headers: Object.fromEntries(headers),
    offset: message.offset,
    time: timeOf(message),
  });
}

/** A message's own time; some have none, written as −1. */
function timeOf({ timestamp }: Message): string {
  return new Date(Math.max(0, timestamp)).toISOString();
}
