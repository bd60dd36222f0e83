import type { KafkaClient } from "../client.ts";
import { createErrorFromCode, LEADER_NOT_AVAILABLE } from "../kafkajs_internals.ts";
import type { ConsumeOptions } from "./consumer_types.ts";
import type { GenerationTopics } from "./generation_topics.ts";
import type { GroupMember } from "./member.ts";
import { PositionFetcher } from "./position_fetcher.ts";
import { type StartPositions, startPositions } from "./start_positions.ts";
import type { TopicPartition } from "./topic_partition.ts";

/** Options for {@linkcode openFetcher}: what is read, fetch limits, retries. */
export interface OpenFetcherOptions {
  /** The partitions that are assigned to the member. */
  assigned: TopicPartition[];
  /** Their topics, whose ids are asked for. */
  topics: GenerationTopics;
  /** The options of the consumer. */
  consume: ConsumeOptions;
  /** What is being done, for errors: `read taxi_trips`. */
  action: string;
  retry: KafkaClient["retry"];
  /** Ends the wait of a fetcher that has no partitions. */
  signal: AbortSignal;
}

/** Opens the fetcher of a generation: it reads on from what the group has committed. */
export async function openFetcher(
  member: GroupMember,
  options: OpenFetcherOptions,
): Promise<PositionFetcher> {
  const { action, retry, signal } = options;
  const { groupId, stallTimeout = 20_000 } = options.consume;
  const { maxBytesPerPartition = 16 << 20, maxBytes = 32 << 20 } = options.consume;
  const { minBytes = 1, maxWait = 250 } = options.consume;
  const { positions, gaps } = await retry(
    `read the offsets of ${groupId}`,
    () => findStart(member, options),
  );
  return new PositionFetcher(member.cluster, positions, {
    action,
    limits: { maxBytesPerPartition, maxBytes, minBytes, maxWait },
    gaps,
    stallTimeout,
    retry,
    signal,
  });
}

async function findStart(
  member: GroupMember,
  { assigned, topics, consume: { fromBeginning = true } }: OpenFetcherOptions,
): Promise<StartPositions> {
  const { cluster } = member;
  const isKnown = ({ topic, partition }: TopicPartition) =>
    cluster.findTopicPartitionMetadata(topic).some((at) => at.partitionId === partition);
  if (!assigned.every(isKnown)) await cluster.refreshMetadata();
  // The ids come after the commits and before the offsets: of a topic that is made again in
  // between, the old id is kept, so that the watch sees it.
  const committed = await member.committed(assigned);
  const ids = await topics.look(cluster);
  const found = await startPositions(cluster, committed, { ids, fromBeginning });
  // kafkajs leaves out partitions that it does not know.
  if (found.positions.length < assigned.length) throw createErrorFromCode(LEADER_NOT_AVAILABLE);
  return found;
}
