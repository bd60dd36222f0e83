import type { KafkaClient } from "./client.ts";
import type { ConsumeOptions, Consumer } from "./group/consumer_types.ts";
import { GroupConsumer } from "./group/group_consumer.ts";

export type { ConsumeOptions, Consumer } from "./group/consumer_types.ts";
export type { SkippedOffsets } from "./group/skipped_offsets.ts";
export type { TopicPartition } from "./group/topic_partition.ts";
export type { IncomingBatch } from "./wire/fetch_request.ts";
export type { IncomingMessage } from "./wire/incoming_message.ts";

/**
 * Reads topics as a member of a consumer group, one batch at a time, each message at least once.
 * Commits nothing by itself.
 *
 * @returns The consumer, once it has joined the group.
 * @throws {UnavailableError} Kafka cannot be reached.
 */
export async function consume(kafka: KafkaClient, options: ConsumeOptions): Promise<Consumer> {
  const { signal } = options;
  const consumer = new GroupConsumer(kafka, options);
  // Both ignore the error that ended the consumer: it rejects `ended` itself, for the caller.
  const stop = () => void consumer.stop().catch(() => {});
  consumer.ended.catch(() => {}).finally(() => signal?.removeEventListener("abort", stop));
  signal?.addEventListener("abort", stop);
  await consumer.joined;
  return consumer;
}
