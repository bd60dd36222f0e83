import type { KafkaClient } from "./client.ts";
import { BatchProducer } from "./write/batch_producer.ts";
import type { Producer, ProducerOptions } from "./write/producer_types.ts";

export type { OutgoingMessage } from "./wire/record_batch.ts";
export type { OffsetRanges } from "./write/offset_ranges.ts";
export type { Producer, ProducerOptions, TooLarge, TopicWritten } from "./write/producer_types.ts";

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
