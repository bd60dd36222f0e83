import type { KafkaClient } from "./client.ts";
import { type Cluster, createErrorFromCode, LEADER_NOT_AVAILABLE } from "./kafkajs_internals.ts";

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
  return await kafka.ask(action, async (cluster) => {
    const starts = (await offsetsOf(cluster, [topic], true)).get(topic)!;
    const ends = (await offsetsOf(cluster, [topic], false)).get(topic)!;
    return [...ends].map(([partition, end]) => ({ partition, start: starts.get(partition)!, end }));
  });
}

/**
 * The offset after the last record of each partition, those of open transactions included: what was
 * acknowledged lies below it as long as the topic is the same.
 *
 * @throws {NoSuchTopicError} A topic does not exist.
 */
export async function logEnds(kafka: KafkaClient, topics: string[]): Promise<TopicOffsets> {
  return await kafka.ask(
    `read the ends of ${topics.join(", ")}`,
    (cluster) => offsetsOf(cluster, topics, false),
  );
}

/**
 * Asks the leader of each partition once. For `lib/kafka` only.
 *
 * @param first Whether to ask for the first offsets, or for those after the last.
 * @throws Kafka's error, `LEADER_NOT_AVAILABLE` while a partition has none.
 */
export async function offsetsOf(
  cluster: Cluster,
  topics: readonly string[],
  first: boolean,
): Promise<TopicOffsets> {
  await cluster.addMultipleTargetTopics([...topics]);
  await cluster.refreshMetadataIfNecessary();
  const found = await cluster.fetchTopicsOffset(topics.map((topic) => {
    const partitions = cluster.findTopicPartitionMetadata(topic);
    // None: the topic is new, or another call has just refreshed the metadata.
    if (partitions.length === 0 || partitions.some(({ leader }) => leader < 0)) {
      throw createErrorFromCode(LEADER_NOT_AVAILABLE);
    }
    const wanted = partitions.map(({ partitionId }) => ({ partition: partitionId }));
    return { topic, partitions: wanted, fromBeginning: first };
  }));
  return new Map(found.map(({ topic, partitions }) => [
    topic,
    new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)])),
  ]));
}
