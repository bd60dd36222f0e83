import { messageOf } from "../errors.ts";
import type { IncomingMessage, SkippedOffsets, TopicPartition } from "../kafka/consumer.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { openProducer } from "../kafka/producer.ts";
import { deadLetterOutput } from "../processing/dead_letter_output.ts";
import { attemptsOf } from "../processing/dead_letter_headers.ts";
import { fromMessage } from "../processing/dead_letter_messages.ts";
import { resentFrom } from "../processing/resent_letters.ts";
import { type RunningProcessor, startProcessor } from "../processing/processor.ts";
import { guardTable, type TableGuard } from "../questdb/table_guard.ts";
import { openWriter } from "../questdb/writer.ts";
import type { FieldError } from "../streams/check.ts";
import { oneError, reject, type Rejection } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import { openLetterWriter } from "./letter_writer.ts";
import type { Store } from "./store.ts";

/** Options for {@linkcode openSink}. */
export interface SinkOptions extends Store {
  kafka: KafkaClient;
  /** Ends the wait for engines that are away: dead letters that Kafka has not acknowledged then fail. */
  signal?: AbortSignal;
  /** Called after each batch that QuestDB has acknowledged, with its number of rows. */
  onStored?: (rows: number) => void;
  /** Called with each record that the check or QuestDB refused. */
  onBad?: (rejection: Rejection) => void;
  /** Called with offsets that expired, or were deleted, before they were stored. */
  onSkipped?: (gap: SkippedOffsets) => void;
  /** Called with the names of fields that the stream does not declare, for each record with such. */
  onUnknown?: (names: readonly string[]) => void;
  /** Called with a sentence about something that the user should know: a table that was dropped. */
  onWarning?: (text: string) => void;
  /** Called when a critical moment begins (true) and ends (false); fault injection aims at them. */
  onMoment?: (moment: Moment, active: boolean) => void;
}

/**
 * A moment at which a crash is most likely to lose or double records: rows are stored and their
 * offsets are not committed; a refused batch is being halved; a rebalance is under way.
 */
export type Moment = "ackToCommit" | "halvedBatch" | "rebalance";

/** The consumer group that stores a stream: every sink of that stream shares it. */
export function sinkGroup(kafka: Pick<KafkaClient, "prefix">, stream: Stream): string {
  return `${kafka.prefix}sink_${stream.name}`;
}

/** Where a message was read. */
interface MessageOrigin {
  message: IncomingMessage;
  partition: number;
}

/** A running sink. */
export interface RunningSink extends RunningProcessor {
  /** Watches the stream's table. */
  readonly guard: TableGuard;
}

/**
 * Stores a stream: reads its topic and its dead-letter topic, and writes rows into its table and
 * into `dead_letters`. What the check or QuestDB refuses goes to the dead-letter topic before its
 * offset is committed.
 */
export async function openSink(stream: Stream, options: SinkOptions): Promise<RunningSink> {
  const { kafka, db, transport, signal, onStored, onBad, onMoment, onUnknown } = options;
  const topic = kafka.topicOf(stream);
  const deadTopic = kafka.deadLetterTopicOf(stream);
  const guard = await guardTable(db, stream, options);
  const letters = await openLetterWriter({ db, transport }, options);
  const producer = await openProducer(kafka, signal ? { signal } : {});
  const rejections = deadLetterOutput(producer, deadTopic);
  const rows = openWriter<MessageOrigin>(transport, { stream, guard }, {
    onHalving: (active) => onMoment?.("halvedBatch", active),
    onBatch(stored, refused) {
      if (stored > 0) onMoment?.("ackToCommit", true);
      for (const { origin, reason } of refused) refuse(origin, { reason });
      onStored?.(stored);
    },
  });

  function refuse({ message, partition }: MessageOrigin, error: FieldError): boolean {
    const { offset, key } = message;
    const rejection = reject({
      stream,
      source: `${topic}/${partition}`,
      line: offset,
      time: timeOf(message),
      ...resentFrom(message.headers, deadTopic),
      ...(key === null ? {} : { key: key.toString() }),
      raw: message.text() ?? message.value?.toString() ?? "",
      text: "whole",
    }, error);
    onBad?.(rejection);
    return rejections.add(rejection, { topic, partition, offset, attempts: attemptsOf(message) });
  }
  /** Adds a message's record to the rows. @returns Whether something is full. */
  function store(message: IncomingMessage, partition: number): boolean {
    const text = message.text();
    if (text === null) return false; // a tombstone: compaction's mark, not a record
    const origin = { message, partition };
    if (message.unreadable !== undefined) {
      return refuse(origin, { reason: message.unreadable });
    }
    if (text === undefined) return refuse(origin, { reason: "must be UTF-8" });
    let record: Record<string, unknown>;
    try {
      record = JSON.parse(text);
    } catch (error) {
      return refuse(origin, { reason: `must be JSON: ${messageOf(error)}` });
    }
    try {
      if (!stream.valid(record)) return refuse(origin, oneError(stream.check(record)));
      const unknown = stream.unknownIn(record);
      if (unknown.length > 0) onUnknown?.(unknown);
      return rows.add(record, origin);
    } catch (error) {
      // A record that breaks the check or the encoder must not stop the ones after it.
      return refuse(origin, { reason: `cannot be handled: ${messageOf(error)}` });
    }
  }
  function handle(message: IncomingMessage, from: TopicPartition): boolean {
    if (from.topic === topic) return store(message, from.partition);
    return letters.add(letterRow(stream, message));
  }

  // What the producer has not acknowledged is not committed either, so closing it may fail.
  const close = () => producer.close().catch(() => {});
  const processor = await startProcessor(kafka, {
    group: sinkGroup(kafka, stream),
    topics: [topic, deadTopic],
    handle,
    ...options.onSkipped ? { onSkipped: options.onSkipped } : {},
    outputs: [rows, letters],
    deadLetters: rejections,
    onCommitted: () => onMoment?.("ackToCommit", false),
    onRebalance: (active) => onMoment?.("rebalance", active),
  }).catch(async (error) => {
    await close();
    throw error;
  });
  return { guard, done: processor.done, stop: () => processor.stop().finally(close) };
}

/** The row of the `dead_letters` table for a message of the dead-letter topic. */
export function letterRow(stream: Stream, message: IncomingMessage) {
  const headers = Object.entries(message.headers)
    .map(([name, value]) => [name, value?.toString() ?? ""]);
  return fromMessage(stream.name, {
    value: message.text() ?? "",
    headers: Object.fromEntries(headers),
    offset: message.offset,
    time: timeOf(message),
  });
}

/** The last millisecond of the year 9999, which ISO text and QuestDB can hold. */
const LATEST = Date.UTC(10_000, 0) - 1;

/** A message's own time; some have none, written as −1, and producers may write any 64-bit number. */
export function timeOf({ timestamp }: IncomingMessage): string {
  return new Date(Math.min(Math.max(0, timestamp), LATEST)).toISOString();
}
