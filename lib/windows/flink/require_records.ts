import type { KafkaClient } from "../../kafka/client.ts";
import type { TopicInfo } from "../../kafka/topic_admin.ts";
import type { Window } from "../window.ts";
import { type FlinkCheckpoint, jobName } from "./checkpoint.ts";

/**
 * The offset before which Flink has read each partition, as its jobs commit it with each checkpoint.
 *
 * @returns Empty if nothing was committed, or Kafka has forgotten it.
 */
export async function readOffsets(
  kafka: KafkaClient,
  window: Window,
): Promise<Map<number, number>> {
  const groupId = jobName(window, kafka);
  const topic = kafka.topicOf(window.from);
  const found = await kafka.administer(
    `read the offsets of ${groupId}`,
    (admin) => admin.fetchOffsets({ groupId, topics: [topic] }),
  );
  const offsets = found.flatMap(({ partitions }) => partitions)
    .map(({ partition, offset }) => [partition, Number(offset)] as const);
  return new Map(offsets.filter(([, offset]) => offset >= 0));
}

/** How far a window has read, and what its topic still holds. */
export interface Progress {
  /** The stream's topic now. */
  info: TopicInfo;
  /** Where the output was begun. */
  starts: FlinkCheckpoint["starts"];
  /** {@linkcode readOffsets}. */
  read: ReadonlyMap<number, number>;
}

/**
 * Which records that a job needs are no longer in the topic: Flink itself goes on with what is left.
 *
 * @param restored Whether the job goes on where one was; otherwise it reads the topic from the start.
 * @returns In words; undefined if all are there.
 */
export function missingRecords(
  { info: { topic, partitions }, starts, read }: Progress,
  restored: boolean,
): string | undefined {
  const begun = new Map(starts);
  for (const { partition, start, end } of partitions) {
    const next = read.get(partition);
    if (next !== undefined && next > end) {
      return `the topic ${topic} has fewer records than were read: it was deleted and made again`;
    }
    const from = restored ? next ?? begun.get(partition) : begun.get(partition);
    if (from === undefined || start <= from) continue;
    return restored
      ? `records of ${topic}/${partition} have expired before they were read`
      : `Flink has no state of it any more, and records of its rows have expired from ${topic}/${partition}`;
  }
  return undefined;
}
