import type { OutgoingMessage } from "../wire/record_batch.ts";
import type { OffsetRanges } from "./offset_ranges.ts";

/** Options for `openProducer()`: batch size, backpressure, cancellation. */
export interface ProducerOptions {
  /** Maximum bytes of one batch, less where the topic's `max.message.bytes` is less. @default 1000000 */
  maxBatchBytes?: number;
  /** `write` waits while more bytes than this are not yet acknowledged. @default 8388608 */
  maxUnackedBytes?: number;
  /** Ends waiting for a broker that is away: what is not acknowledged by then fails. */
  signal?: AbortSignal;
}

/** A message that is larger than any batch. */
export interface TooLarge {
  /** Index in the messages passed to `write`. */
  index: number;
  /** Bytes that it needs. */
  bytes: number;
  /** Maximum bytes of a batch. */
  limit: number;
}

/** What a producer has written to one topic. */
export interface TopicWritten {
  /** Messages that Kafka acknowledged. */
  acked: number;
  /** Their offsets, by partition. */
  ranges: Map<number, OffsetRanges>;
}

/** Writes to Kafka in batches, acknowledged by all replicas (acks=all). */
export interface Producer {
  /**
   * Accepts messages for a topic. Within a partition they keep their order; the key decides the
   * partition as in Kafka's Java client, and a message without a key goes to the least filled one.
   * Resolves at once while little is unacknowledged, otherwise when there is room.
   *
   * @returns The messages that are too large; all others are accepted.
   * @throws {UnavailableError} Kafka stayed away; from then on every call throws it.
   */
  write(topic: string, messages: readonly OutgoingMessage[]): Promise<TooLarge[]>;
  /**
   * Waits until everything accepted is acknowledged.
   *
   * @returns What this producer has written since it was opened, by topic.
   * @throws {UnavailableError} Kafka stayed away.
   */
  flush(): Promise<Map<string, TopicWritten>>;
  /** How many messages of a topic Kafka has acknowledged so far. */
  acked(topic: string): number;
  /** Waits as `flush` does and closes the connections. Does not throw again what was thrown before. */
  close(): Promise<void>;
}
