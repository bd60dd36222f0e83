import type { TopicOffsetList } from "../kafkajs_internals.ts";
import type { Position } from "../wire/fetch_request.ts";

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

/** The offsets that kafkajs returns, one position for each partition. */
export function positionsOf(offsets: TopicOffsetList[]): Position[] {
  return offsets.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
  );
}
