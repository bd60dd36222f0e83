import type { GroupLag } from "../kafka/groups.ts";
import type { MessageRow, topicRow } from "../kafka/summaries.ts";
import type { TopicInfo } from "../kafka/topic_admin.ts";
import type { Stream } from "../streams/stream.ts";
import type { Moment } from "./topics/time_range.ts";
import type { TopicPlace } from "./topics/topic_row.ts";

/** A stream, or the name of a topic; names are looked up in the namespace first. */
// deno-lint-ignore no-explicit-any
export type TopicLike = string | Stream<any>;

/** Options for reading a topic: where it starts and ends. */
export interface KafkaReadOptions {
  /** The first message, messages from now on, or an offset in each partition. @default "earliest" */
  from?: "earliest" | "latest" | number;
  /** Maximum number of messages. @default 100 */
  limit?: number;
  /** Continues with new messages until Stop or the limit. @default false */
  follow?: boolean;
  /** Ends reading, as Stop does. */
  signal?: AbortSignal;
}

/** Options for {@linkcode KafkaCalls.rows}: the range of the messages' own times. */
export interface KafkaRowsOptions {
  /** The first moment: a Date, ISO text, or how long ago, as `15m`. @default the first message */
  from?: Moment;
  /** The moment before which to end. @default the last message that exists now */
  to?: Moment;
  /** Maximum number of rows; a note says if there are more. @default 10000 */
  limit?: number;
  /** Ends reading, as Stop does. */
  signal?: AbortSignal;
  /** Called with notes. @default console.log */
  log?: (note: string) => void;
}

/** What a notebook can do with Kafka. */
export interface KafkaCalls {
  /** The topics of the namespace: `{topic, partitions, messages}`; with `all` those of others too. */
  topics(options?: { all?: boolean }): Promise<ReturnType<typeof topicRow>[]>;
  /**
   * Creates a topic in the namespace. @returns Its full name.
   *
   * @throws {UsageError} The name is not valid in Kafka.
   * @throws {Error} It exists already.
   */
  create(
    topic: TopicLike,
    options?: { partitions?: number; config?: Record<string, string> },
  ): Promise<string>;
  /** Partitions with their offsets, and the settings that differ from the broker's. */
  describe(topic: TopicLike): Promise<TopicInfo & { config: Record<string, string> }>;
  /** Deletes a topic with its messages and waits until it is gone. @returns Its full name. */
  delete(topic: TopicLike): Promise<string>;
  /** Reads messages without a consumer group: commits nothing and affects no other consumer. */
  read(topic: TopicLike, options?: KafkaReadOptions): Promise<MessageRow[]>;
  /**
   * The messages of a time range as rows, in order of time: `await kafka.rows(orders, { from: "15m" })`.
   * A stream's rows have its fields, checked; those of another topic the fields of their JSON, else `key`
   * and `value`. Partition, offset and time stand in `kafka_partition`, `kafka_offset`,
   * `kafka_timestamp`. The times are those that the messages were sent with, not a field of the record.
   *
   * @throws {TypeError} `from` or `to` is not a moment.
   * @throws {Error} There is no such topic.
   */
  // deno-lint-ignore no-explicit-any
  rows<T extends object = Record<string, any>>(
    topic: Stream<T> | string,
    options?: KafkaRowsOptions,
  ): Promise<(T & TopicPlace)[]>;
  /** The lag of each consumer group of the namespace, by topic. */
  lag(options?: { all?: boolean }): Promise<GroupLag[]>;
  /**
   * Writes records to a topic, acknowledged by all replicas: JSON text with the key of the stream or
   * from `key`. Records of a stream are checked first.
   *
   * @returns The number of records that Kafka acknowledged.
   * @throws {TypeError} A record does not match the stream.
   */
  send<T extends Record<string, unknown>>(
    topic: TopicLike,
    records: readonly T[],
    options?: { key?: (record: T) => string | null },
  ): Promise<number>;
}
