import type { Cluster } from "../kafkajs_internals.ts";
import type { Position } from "../wire/fetch_request.ts";
import type { GroupMember } from "./member.ts";
import { byTopic, positionsOf, type TopicPartition } from "./topic_partition.ts";

/** Where a member reads on: at what the group has committed, otherwise at the default. */
export async function startPositions(
  member: GroupMember,
  assigned: TopicPartition[],
  { fromBeginning }: { fromBeginning: boolean },
): Promise<Position[]> {
  const found = await member.committed(assigned);
  const committed = found.filter(({ offset }) => offset >= 0);
  const never = found.filter(({ offset }) => offset < 0);
  return [...committed, ...await defaultPositions(member.cluster, never, { fromBeginning })];
}

/** The start or the end of partitions, for what the group has not committed. */
export async function defaultPositions(
  cluster: Cluster,
  partitions: TopicPartition[],
  { fromBeginning }: { fromBeginning: boolean },
): Promise<Position[]> {
  if (partitions.length === 0) return [];
  const found = await cluster.fetchTopicsOffset(
    byTopic(partitions).map((topic) => ({ ...topic, fromBeginning })),
  );
  return positionsOf(found);
}
