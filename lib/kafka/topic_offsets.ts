import type { KafkaClient } from "./client.ts";
import { createErrorFromCode, LEADER_NOT_AVAILABLE } from "./kafkajs_internals.ts";

/** The messages that a partition holds: from `start`, up to but without `end`. */
export interface PartitionRange {
  partition: number;
  start: number;
  end: number;
}

/**
 * First and next offset of each partition of a topic, in no particular order.
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
      // kafkajs takes `partitions` of an empty answer if no partition has a leader yet: the topic is
      // new, or another call has just refreshed the metadata.
      const noLeader = error instanceof TypeError && error.message.includes("partitions");
      throw noLeader ? createErrorFromCode(LEADER_NOT_AVAILABLE) : error;
    }
  });
  return found.map(({ partition, low, high }) => (
    { partition, start: Number(low), end: Number(high) }
  ));
}
