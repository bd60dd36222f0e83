import type { KafkaClient } from "./client.ts";
import { topicOffsets } from "./topic_offsets.ts";

/** The next offset to read, by topic and partition. */
export type TopicOffsets = Map<string, Map<number, number>>;

/** The offset after the last message of each partition. */
export async function endOffsets(kafka: KafkaClient, topics: string[]): Promise<TopicOffsets> {
  return await offsetsOf(topics, async (topic) => {
    const found = await topicOffsets(kafka, topic);
    return found.map(({ partition, end }) => [partition, end]);
  });
}

/** What a group has committed; partitions without a commit are left out. */
export async function committedOffsets(
  kafka: KafkaClient,
  groupId: string,
  topics: string[],
): Promise<TopicOffsets> {
  return await offsetsOf(topics, async (topic) => {
    const found = await kafka.retry(
      `read the offsets of the group ${groupId}`,
      () => kafka.admin.fetchOffsets({ groupId, topics: [topic] }),
    );
    return (found[0]?.partitions ?? [])
      .map(({ partition, offset }): [number, number] => [partition, Number(offset)])
      .filter(([, offset]) => offset >= 0);
  });
}

/**
 * Number of messages that a group has not committed yet, by topic. A partition without a commit
 * counts from its start.
 */
export async function lag(
  kafka: KafkaClient,
  groupId: string,
  topics: string[],
): Promise<Map<string, number>> {
  const committed = await committedOffsets(kafka, groupId, topics);
  const result = new Map<string, number>();
  for (const topic of topics) {
    let left = 0;
    for (const { partition, start, end } of await topicOffsets(kafka, topic)) {
      const from = Math.max(start, committed.get(topic)?.get(partition) ?? 0);
      left += Math.max(0, end - from);
    }
    result.set(topic, left);
  }
  return result;
}

async function offsetsOf(
  topics: string[],
  read: (topic: string) => Promise<[number, number][]>,
): Promise<TopicOffsets> {
  const found = await Promise.all(topics.map(read));
  return new Map(topics.map((topic, i) => [topic, new Map(found[i])]));
}
