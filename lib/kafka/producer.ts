import { BatchProducer } from "./write/batch_producer.ts";
import type { KafkaClient } from "./client.ts";
import type { Ranges } from "./write/offset_ranges.ts";
import type { OutgoingMessage } from "./wire/record_batch.ts";

export type { Ranges } from "./write/offset_ranges.ts";
export type { OutgoingMessage } from "./wire/record_batch.ts";

/** What {@linkcode openProducer} takes. */
export interface ProducerOptions {
  /** Most bytes of one batch; Kafka refuses more than its `message.max.bytes`, 1,048,588. @default 1000000 */
  maxBatchBytes?: number;
  /** `write` waits while more bytes than this are not yet acknowledged. @default 8388608 */
  maxUnackedBytes?: number;
  /** Ends waiting for a broker that is away: what is not acknowledged by then fails. */
  signal?: AbortSignal;
}

/** A message that no batch can hold. */
export interface TooLarge {
  /** Position in the messages given to `write`. */
  index: number;
  /** Bytes that it needs. */
  bytes: number;
  /** Bytes that a batch may have. */
  limit: number;
}

/** What a producer has written to one topic. */
export interface TopicWritten {
  /** Messages that Kafka acknowledged. */
  acked: number;
  /** Their offsets, by partition. */
  ranges: Map<number, Ranges>;
}

/** Writes to Kafka in batches, acknowledged by all replicas (acks=all). */
export interface Producer {
  /**
   * Takes messages for a topic; keeps their order within a partition, which the key decides as in
   * Kafka's Java client (a message without a key goes to the least filled partition). Resolves at
   * once while little is unacknowledged, else when there is room.
   *
   * @returns The messages that are too large; all others are taken.
   * @throws {UnavailableError} Kafka stayed away; from then on every call throws it.
   */
  write(topic: string, messages: readonly OutgoingMessage[]): Promise<TooLarge[]>;
  /**
   * Waits until all that was taken is acknowledged.
   *
   * @returns What this producer has written since it was opened, by topic.
   * @throws {UnavailableError} Kafka stayed away.
   */
  flush(): Promise<Map<string, TopicWritten>>;
  /** Waits as `flush` does and closes the connections. Throws no error that was thrown before. */
  close(): Promise<void>;
}

/**
 * Opens a producer. Delivery is at least once: a batch whose acknowledgement is lost with the
 * broker is sent again.
 *
 * @throws {UnavailableError} Kafka cannot be reached.
 */
export async function openProducer(
  kafka: KafkaClient,
  options: ProducerOptions = {},
): Promise<Producer> {
  const cluster = kafka.newCluster();
  await kafka.retry("connect", () => cluster.connect());
  return new BatchProducer(kafka, cluster, options);
}
