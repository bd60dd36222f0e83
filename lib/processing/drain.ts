import type { KafkaClient } from "../kafka/client.ts";
import { committedOffsets, type TopicOffsets } from "../kafka/offsets.ts";
import { logEnds } from "../kafka/topic_offsets.ts";
import { until } from "../retry.ts";

/** Options for {@linkcode untilCommitted}. */
export interface CommittedOptions {
  group: string;
  /** Next offset that the group must have committed, by topic and partition. */
  goal: TopicOffsets;
  /** Called with what the group has committed, after each poll. */
  onMove?: (committed: TopicOffsets) => void;
  signal?: AbortSignal | undefined;
  /** How often it looks whether the goal still exists, in milliseconds. @default 1000 */
  lookEvery?: number;
}

/**
 * Waits until a consumer group, in whichever processes its members run, has committed given offsets.
 * What expires meanwhile is not waited for: the group commits past it. Nor are offsets of a topic that
 * was deleted and made again: there, it waits until the group has come to the end that the topic has now.
 *
 * @throws {NoSuchTopicError} A topic was deleted.
 * @throws The signal's reason, if it aborts.
 */
export async function untilCommitted(
  kafka: KafkaClient,
  { group, goal, onMove, signal, lookEvery = 1000 }: CommittedOptions,
): Promise<void> {
  const topics = [...goal.keys()];
  let ends: TopicOffsets = goal;
  let looked = performance.now();
  await until(async () => {
    const committed = await committedOffsets(kafka, group, topics);
    onMove?.(committed);
    if (performance.now() - looked > lookEvery) {
      ends = await logEnds(kafka, topics);
      looked = performance.now();
    }
    return [...goal].every(([topic, partitions]) =>
      [...partitions].every(([partition, offset]) => {
        const end = ends.get(topic)?.get(partition) ?? 0; // it has fewer partitions now
        return (committed.get(topic)?.get(partition) ?? 0) >= Math.min(offset, end);
      })
    );
  }, { every: 50, signal });
}
