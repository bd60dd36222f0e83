import type { KafkaClient } from "./client.ts";
import { createErrorFromCode, LEADER_NOT_AVAILABLE } from "./kafkajs_internals.ts";

/** An offset by topic and partition. */
export type TopicOffsets = Map<string, Map<number, number>>;

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

/**
 * The offset after the last record of each partition, those of open transactions included: what was
 * acknowledged lies below it as long as the topic is the same.
 *
 * @throws {NoSuchTopicError} A topic does not exist.
 */
export async function logEnds(kafka: KafkaClient, topics: string[]): Promise<TopicOffsets> {
  const found = await kafka.ask(`read the ends of ${topics.join(", ")}`, async (cluster) => {
    await cluster.addMultipleTargetTopics(topics);
    await cluster.refreshMetadataIfNecessary();
    return await cluster.fetchTopicsOffset(topics.map((topic) => ({
      topic,
      partitions: cluster.findTopicPartitionMetadata(topic)
        .map(({ partitionId }) => ({ partition: partitionId })),
      fromBeginning: false,
    })));
  });
  return new Map(found.map(({ topic, partitions }) => [
    topic,
    new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)])),
  ]));
}
