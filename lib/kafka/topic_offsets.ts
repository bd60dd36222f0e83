import type { KafkaClient } from "./client.ts";
import { createErrorFromCode } from "./kafkajs_internals.ts";

/** Kafka's error code while a partition has no leader. */
const LEADER_NOT_AVAILABLE = 5;

/** The messages that a partition holds: from `start`, up to but without `end`. */
export interface PartitionRange {
  partition: number;
  start: number;
  end: number;
}

/**
 * First and next offset of each partition of a topic, in no certain order.
 *
 * @param action For the error message. @default read the offsets of the topic
 * @throws {UnavailableError} Kafka stayed away.
 */
export async function topicOffsets(
  kafka: KafkaClient,
  topic: string,
  action = `read the offsets of ${topic}`,
): Promise<PartitionRange[]> {
  const found = await kafka.retry(action, async () => {
    try {
      return await kafka.admin.fetchTopicOffsets(topic);
    } catch (error) {
      // kafkajs asks each leader, and takes an element of an empty list if there is none yet: the
      // topic is new, or another call has just renewed what is known of it.
      if (error instanceof TypeError) throw createErrorFromCode(LEADER_NOT_AVAILABLE);
      throw error;
    }
  });
  return found.map(({ partition, low, high }) => (
    { partition, start: Number(low), end: Number(high) }
  ));
}
