import { messageOf } from "../errors.ts";
import type { IncomingMessage } from "../kafka/consumer.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { openProducer } from "../kafka/producer.ts";
import { deadLetterOutput } from "../processing/dead_letter_output.ts";
import { fromMessage } from "../processing/dead_letter_messages.ts";
import { type RunningProcessor, startProcessor } from "../processing/processor.ts";
import { refuseSuspended } from "../questdb/applied.ts";
import { ensureTables } from "../questdb/tables.ts";
import { openWriter } from "../questdb/writer.ts";
import type { FieldError } from "../streams/check.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { oneError, reject } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import type { Store } from "./store.ts";

/** Options for {@linkcode openSink}. */
export interface SinkOptions extends Store {
  kafka: KafkaClient;
  /** Ends the wait for a Kafka that is away: dead letters that it has not acknowledged then fail. */
  signal?: AbortSignal;
  /** Called after each batch that QuestDB has acknowledged, with its number of rows. */
  onStored?: (rows: number) => void;
  /** Called when a critical moment begins (true) and ends (false); fault injection aims at them. */
  onMoment?: (moment: Moment, active: boolean) => void;
}

/**
 * A moment at which a crash is most likely to lose or double records: rows are stored and their
 * offsets are not committed; a refused batch is being halved; the group is being shared out anew.
 */
export type Moment = "ackToCommit" | "halvedBatch" | "rebalance";

/** The consumer group that stores a stream: every sink of that stream shares it. */
export function sinkGroup(kafka: Pick<KafkaClient, "prefix">, stream: Stream): string {
  return `${kafka.prefix}sink_${stream.name}`;
}

/** How often a running sink checks whether its tables are suspended, in milliseconds. */
const CHECK_EVERY = 5000;

/** Where a message was read. */
interface MessageOrigin {
  message: IncomingMessage;
  partition: number;
}

/**
 * Stores a stream: reads its topic and its dead-letter topic, and writes rows into its table and
 * into `dead_letters`. What the check or QuestDB refuses goes to the dead-letter topic before its
 * offset is committed.
 */
export async function openSink(stream: Stream, options: SinkOptions): Promise<RunningProcessor> {
  const { kafka, db, transport, signal, onStored, onMoment } = options;
  const topic = kafka.topicOf(stream);
  const deadTopic = kafka.deadLetterTopicOf(stream);
  const tables = [stream, deadLetters].map(db.tableOf);
  await ensureTables(db, [stream, deadLetters]);
  await refuseSuspended(db, tables);
  let checked = performance.now();
  const producer = await openProducer(kafka, signal ? { signal } : {});
  const rejections = deadLetterOutput(producer, deadTopic);
  const letters = openWriter<null>(transport, {
    stream: deadLetters,
    table: db.tableOf(deadLetters),
  });
  const rows = openWriter<MessageOrigin>(transport, { stream, table: db.tableOf(stream) }, {
    onHalving: (active) => onMoment?.("halvedBatch", active),
    async onBatch(stored, refused) {
      if (stored > 0) onMoment?.("ackToCommit", true);
      if (performance.now() - checked > CHECK_EVERY) {
        checked = performance.now();
        await refuseSuspended(db, tables);
      }
      for (const { origin, reason } of refused) addRejection(origin, { reason });
      onStored?.(stored);
    },
  });

  function addRejection({ message, partition }: MessageOrigin, error: FieldError): boolean {
    const { offset, key } = message;
    const rejection = reject({
      stream,
      source: `${topic}/${partition}`,
      line: offset,
      time: timeOf(message),
      ...(key === null ? {} : { key: key.toString() }),
      raw: message.text() ?? "",
    }, error);
    return rejections.add(rejection, { topic, partition, offset });
  }
  /** Adds a message's record to the rows. @returns Whether the batch is full. */
  function store(message: IncomingMessage, partition: number): boolean {
    const text = message.text();
    if (text === null) return false; // a tombstone: compaction's mark, not a record
    const origin = { message, partition };
    let record: Record<string, unknown>;
    try {
      record = JSON.parse(text);
    } catch (error) {
      return addRejection(origin, { reason: `must be JSON: ${messageOf(error)}` });
    }
    if (stream.valid(record)) return rows.add(record, origin);
    return addRejection(origin, oneError(stream.check(record)));
  }

  // What the producer has not acknowledged is not committed either, so closing it may fail.
  const close = () => producer.close().catch(() => {});
  const processor = await startProcessor(kafka, {
    group: sinkGroup(kafka, stream),
    topics: [topic, deadTopic],
    handle: (message, from) =>
      from.topic === deadTopic
        ? letters.add(letterRow(stream, message), null)
        : store(message, from.partition),
    outputs: [rows, letters],
    deadLetters: rejections,
    onCommitted: () => onMoment?.("ackToCommit", false),
    onRebalance: (active) => onMoment?.("rebalance", active),
  }).catch(async (error) => {
    await close();
    throw error;
  });
  return { done: processor.done, stop: () => processor.stop().finally(close) };
}

function letterRow(stream: Stream, message: IncomingMessage) {
  const headers = Object.entries(message.headers)
    .map(([name, value]) => [name, value?.toString() ?? ""]);
  return fromMessage(stream.name, {
    value: message.text() ?? "",
    headers: Object.fromEntries(headers),
    offset: message.offset,
    time: timeOf(message),
  });
}

/** A message's own time; some have none, written as −1. */
function timeOf({ timestamp }: IncomingMessage): string {
  return new Date(Math.max(0, timestamp)).toISOString();
}
