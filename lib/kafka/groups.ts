import { UnavailableError } from "../errors.ts";
import type { KafkaClient } from "./client.ts";
import { committedTopicId } from "./group/commit_metadata.ts";
import { maybeSameTopic, UNKNOWN_ID } from "./topic_ids.ts";
import { describeTopics } from "./topic_admin.ts";

/** How far a consumer group has read one topic. */
export interface GroupLag {
  group: string;
  /** As Kafka names it: Stable, Empty, PreparingRebalance … */
  state: string;
  /** Number of consumers in the group now. */
  members: number;
  /** Null if the group has committed nothing. */
  topic: string | null;
  /** Σ committed offset over all partitions. */
  committed: number;
  /** Σ offset after the last message, over all partitions. */
  end: number;
  /** Messages that are not committed yet. */
  lag: number;
}

/** The consumer groups of the client's namespace, or `all`, with their topics and lags, sorted by name. */
export async function listGroups(
  kafka: KafkaClient,
  { all = false }: { all?: boolean } = {},
): Promise<GroupLag[]> {
  const prefix = all ? "" : kafka.prefix;
  const { groups } = await kafka.administer("list the groups", (admin) => admin.listGroups());
  const ids = groups
    .filter(({ groupId, protocolType }) => groupId.startsWith(prefix) && protocolType !== "share")
    .map(({ groupId }) => groupId).sort();
  if (ids.length === 0) return [];
  const { groups: found } = await kafka.administer(
    "describe the groups",
    (admin) => admin.describeGroups(ids),
  );
  const lags: GroupLag[] = [];
  for (const { groupId: group, state, members } of found) {
    const head = { group, state, members: members.length };
    const topics = await kafka.administer(
      `read the offsets of ${group}`,
      (admin) => admin.fetchOffsets({ groupId: group }),
    );
    if (topics.length === 0) lags.push({ ...head, topic: null, committed: 0, end: 0, lag: 0 });
    for (const { topic, partitions } of topics) {
      const id = (await kafka.topicIds([topic])).get(topic) ?? UNKNOWN_ID;
      const offsets = new Map(
        partitions.filter(({ metadata }) => maybeSameTopic(committedTopicId(metadata), id))
          .map((at) => [at.partition, Number(at.offset)]),
      );
      const [info] = await describeTopics(kafka, [topic]).catch((error) => {
        if (error instanceof UnavailableError) throw error;
        return []; // a group's offsets may outlive the topic, and the topic may be hidden from us
      });
      const sums = { committed: 0, end: 0, lag: 0 };
      for (const { partition, start, end } of info?.partitions ?? []) {
        const offset = Math.max(offsets.get(partition) ?? 0, 0);
        sums.committed += offset;
        sums.end += end;
        sums.lag += Math.max(0, end - Math.max(offset, start));
      }
      lags.push({ ...head, topic, ...sums });
    }
  }
  return lags;
}
