import type { KafkaClient } from "../kafka/client.ts";
import { committedOffsets, type TopicOffsets } from "../kafka/offsets.ts";
import { until } from "../retry.ts";

/** Options for {@linkcode untilCommitted}. */
export interface CommittedOptions {
  group: string;
  /** Next offset that the group must have committed, by topic and partition. */
  goal: TopicOffsets;
  /** Called with what the group has committed, after each poll. */
  onMove?: (committed: TopicOffsets) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Waits until a consumer group, in whichever processes its members run, has committed given
 * offsets.
 *
 * @throws The signal's reason, if it aborts.
 */
export async function untilCommitted(
  kafka: KafkaClient,
  { group, goal, onMove, signal }: CommittedOptions,
): Promise<void> {
  const topics = [...goal.keys()];
  await until(async () => {
    const committed = await committedOffsets(kafka, group, topics);
    onMove?.(committed);
    return [...goal].every(([topic, partitions]) =>
      [...partitions].every(([partition, offset]) =>
        (committed.get(topic)?.get(partition) ?? 0) >= offset
      )
    );
  }, { every: 50, signal });
}
