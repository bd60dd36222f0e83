/** One partition of one topic. */
export interface TopicPartition {
  topic: string;
  partition: number;
}

/** Partitions grouped by topic, as kafkajs expects them. */
export function byTopic(partitions: TopicPartition[]) {
  return [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, list]) => ({
    topic,
    partitions: list.map(({ partition }) => ({ partition })),
  }));
}
