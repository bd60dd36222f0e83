import type { Cluster, TopicOffsetList } from "../kafkajs_internals.ts";
import { maybeSameTopic, UNKNOWN_ID } from "../topic_ids.ts";
import type { Position } from "../wire/fetch_request.ts";
import type { Committed } from "./member.ts";
import type { SkippedOffsets } from "./skipped_offsets.ts";
import { byTopic, type TopicPartition } from "./topic_partition.ts";

/** Where a member reads on, and which offsets it cannot read any more. */
export interface StartPositions {
  positions: Position[];
  gaps: SkippedOffsets[];
}

/**
 * Where a member reads on: at what the group has committed in this topic, otherwise at the default. A
 * committed offset that no longer exists is seen later, when it is fetched.
 *
 * @param committed What the group has committed of each partition that is assigned to the member.
 * @param options `ids`: the topics' ids now; `fromBeginning`: whether the default is the topic's start.
 */
export async function startPositions(
  cluster: Pick<Cluster, "fetchTopicsOffset">,
  committed: Committed[],
  { ids, fromBeginning }: { ids: Map<string, string>; fromBeginning: boolean },
): Promise<StartPositions> {
  const idOf = (topic: string) => ids.get(topic) ?? UNKNOWN_ID;
  const counts = ({ topic, offset, topicId }: Committed) =>
    offset >= 0 && maybeSameTopic(topicId, idOf(topic));
  const others = committed.filter((one) => !counts(one));
  // A topic that was made again is read from its start: its records are all new to the group.
  const [starts, ends] = await Promise.all([
    offsetsAt(cluster, others.filter((at) => fromBeginning || at.offset >= 0), "start"),
    offsetsAt(cluster, others.filter((at) => !fromBeginning && at.offset < 0), "end"),
  ]);
  const gaps: SkippedOffsets[] = [];
  for (const { topic, partition, offset: to } of starts) {
    const { offset } = committed.find((at) => at.topic === topic && at.partition === partition)!;
    if (offset >= 0) gaps.push({ topic, partition, from: offset, to, why: "deleted" });
    else if (to > 0) gaps.push({ topic, partition, from: 0, to, why: "expired" });
  }
  const known = committed.filter(counts)
    .map(({ topic, partition, offset }) => ({ topic, partition, offset }));
  return { positions: [...known, ...starts, ...ends], gaps };
}

/**
 * Where to go on if Kafka has no message at a position: at the partition's start if the message has
 * expired, and also if the position lies beyond its end, as in a topic that was made again.
 *
 * @returns The gap, or undefined if the position exists by now.
 */
export async function gapAt(
  cluster: Pick<Cluster, "fetchTopicsOffset">,
  { topic, partition, offset: from }: Position,
): Promise<SkippedOffsets | undefined> {
  const at = [{ topic, partition }];
  const [[start], [end]] = await Promise.all([
    offsetsAt(cluster, at, "start"),
    offsetsAt(cluster, at, "end"),
  ]);
  const gap = { topic, partition, from, to: start!.offset };
  if (from < start!.offset) return { ...gap, why: "expired" };
  return from > end!.offset ? { ...gap, why: "deleted" } : undefined;
}

async function offsetsAt(
  cluster: Pick<Cluster, "fetchTopicsOffset">,
  partitions: TopicPartition[],
  place: "start" | "end",
): Promise<Position[]> {
  if (partitions.length === 0) return [];
  const found = await cluster.fetchTopicsOffset(
    byTopic(partitions).map((topic) => ({ ...topic, fromBeginning: place === "start" })),
  );
  return positionsOf(found);
}

/** The offsets that kafkajs returns, one position for each partition. */
function positionsOf(offsets: TopicOffsetList[]): Position[] {
  return offsets.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
  );
}
