import { messageOf } from "../errors.ts";
import type { IncomingMessage, SkippedOffsets, TopicPartition } from "../kafka/consumer.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { openProducer } from "../kafka/producer.ts";
import { placeOf } from "../processing/change_place.ts";
import { deadLetterOutput } from "../processing/dead_letter_output.ts";
import { attemptsOf } from "../processing/dead_letter_headers.ts";
import { timeOf } from "../processing/message_time.ts";
import { resentFrom } from "../processing/resent_letters.ts";
import { type RunningProcessor, startProcessor } from "../processing/processor.ts";
import { guardTable, type TableGuard } from "../questdb/table_guard.ts";
import { openWriter } from "../questdb/writer.ts";
import type { FieldError } from "../streams/check.ts";
import {
  oneError,
  refusedByQuestdb,
  reject,
  type Rejection,
  unhandled,
} from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import { letterRow } from "./letter_row.ts";
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
  /** Called for each tombstone of a compacted topic or a change stream: a key without a value, no record. */
  onTombstone?: () => void;
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

/** The topics that a sink reads: of a stream without a table only its dead letters. */
export function sinkTopics(
  kafka: Pick<KafkaClient, "topicOf" | "deadLetterTopicOf">,
  stream: Stream,
): string[] {
  return [...(stream.table ? [kafka.topicOf(stream)] : []), kafka.deadLetterTopicOf(stream)];
}

/** Where a message was read. */
interface MessageOrigin {
  message: IncomingMessage;
  partition: number;
}

/** A running sink. */
export interface RunningSink extends RunningProcessor {
  /** Watches the stream's table; undefined if it has none. */
  readonly guard: TableGuard | undefined;
}

/**
 * Stores a stream: reads its topic and its dead-letter topic, and writes rows into its table and
 * into `dead_letters`. Of a stream without a table it stores the dead letters only. What the check or
 * QuestDB refuses goes to the dead-letter topic before its offset is committed.
 */
export async function openSink(stream: Stream, options: SinkOptions): Promise<RunningSink> {
  const { kafka, db, transport, signal, onStored, onBad, onMoment, onUnknown, onTombstone } =
    options;
  const hasTombstones = stream.compact || stream.changes; // Debezium writes one after each delete
  const topic = kafka.topicOf(stream);
  const deadTopic = kafka.deadLetterTopicOf(stream);
  const guard = stream.table ? await guardTable(db, stream, options) : undefined;
  const letters = await openLetterWriter({ db, transport }, options);
  const producer = await openProducer(kafka, signal ? { signal } : {});
  const rejections = deadLetterOutput(producer, deadTopic);
  const rows = guard && openWriter<MessageOrigin>(transport, { stream, guard }, {
    onHalving: (active) => onMoment?.("halvedBatch", active),
    onBatch(stored, refused) {
      if (stored > 0) onMoment?.("ackToCommit", true);
      for (const { origin, reason } of refused) refuse(origin, refusedByQuestdb(stream, reason));
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
    const origin = { message, partition };
    if (text === null) {
      if (!hasTombstones) return refuse(origin, { reason: "has no value" });
      onTombstone?.();
      return false;
    }
    if (message.unreadable !== undefined) {
      return refuse(origin, { reason: message.unreadable });
    }
    if (text === undefined) return refuse(origin, { reason: "must be UTF-8" });
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return refuse(origin, { reason: `must be JSON: ${messageOf(error)}` });
    }
    const record = stream.read(value);
    if (record === null && value !== null && hasTombstones) {
      onTombstone?.(); // in Connect's wrapper
      return false;
    }
    try {
      if (!stream.valid(record)) return refuse(origin, oneError(stream.check(record)));
      const unknown = stream.unknownIn(record);
      if (unknown.length > 0) onUnknown?.(unknown);
      return rows!.add(record, origin, stream.changes ? placeOf(message, partition) : undefined);
    } catch (error) {
      // A record that breaks the check or the encoder must not stop the ones after it.
      return refuse(origin, unhandled(stream, error));
    }
  }
  function handle(message: IncomingMessage, from: TopicPartition): boolean {
    if (from.topic === topic) return store(message, from.partition);
    return letters.add(letterRow(stream, message, from));
  }

  // What the producer has not acknowledged is not committed either, so closing it may fail.
  const close = () => producer.close().catch(() => {});
  const processor = await startProcessor(kafka, {
    group: sinkGroup(kafka, stream),
    topics: sinkTopics(kafka, stream),
    handle,
    ...options.onSkipped ? { onSkipped: options.onSkipped } : {},
    outputs: rows ? [rows, letters] : [letters],
    deadLetters: rejections,
    onCommitted: () => onMoment?.("ackToCommit", false),
    onRebalance: (active) => onMoment?.("rebalance", active),
  }).catch(async (error) => {
    await close();
    throw error;
  });
  return { ...processor, guard, stop: () => processor.stop().finally(close) };
}
