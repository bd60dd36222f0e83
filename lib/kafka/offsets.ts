import type { KafkaClient } from "./client.ts";
import { committedTopicId } from "./group/commit_metadata.ts";
import { maybeSameTopic, UNKNOWN_ID } from "./topic_ids.ts";
import { type TopicOffsets, topicOffsets } from "./topic_offsets.ts";

export type { TopicOffsets } from "./topic_offsets.ts";

/** The offset after the last message of each partition. */
export async function endOffsets(kafka: KafkaClient, topics: string[]): Promise<TopicOffsets> {
  const found = await Promise.all(topics.map((topic) => topicOffsets(kafka, topic)));
  return new Map(topics.map((topic, i) => [
    topic,
    new Map(found[i]!.map(({ partition, end }) => [partition, end])),
  ]));
}

/**
 * What a group has committed; partitions without a commit are left out. What it committed of a topic
 * that was deleted and made again does not count.
 */
export async function committedOffsets(
  kafka: KafkaClient,
  groupId: string,
  topics: string[],
): Promise<TopicOffsets> {
  const [found, ids] = await Promise.all([
    kafka.ask(`read the offsets of the group ${groupId}`, async (cluster) => {
      const coordinator = await cluster.findGroupCoordinator({ groupId });
      // No topics means all that the group has committed.
      return (await coordinator.offsetFetch({ groupId, topics: [] })).responses;
    }),
    kafka.topicIds(topics),
  ]);
  return new Map(topics.map((topic) => {
    const { partitions = [] } = found.find((one) => one.topic === topic) ?? {};
    const counting = partitions.filter(({ offset, metadata }) =>
      Number(offset) >= 0 &&
      maybeSameTopic(committedTopicId(metadata), ids.get(topic) ?? UNKNOWN_ID)
    );
    return [topic, new Map(counting.map((at) => [at.partition, Number(at.offset)]))];
  }));
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
