import type { TopicPartition } from "./topic_partition.ts";

/** Offsets of a partition that a group would have read next, and that no longer exist. */
export interface SkippedOffsets extends TopicPartition {
  /** The offset that the group would have read next; 0 if it never committed one. */
  from: number;
  /** Where reading goes on. */
  to: number;
  /**
   * - `expired`: the records from `from` up to but without `to` are gone: retention or DeleteRecords removed them.
   * - `deleted`: the topic was deleted and made again, or lost its end. `from` is an offset of the old
   *   topic, `to` of the new one, whose first record is the next that is read; how many records of the
   *   old one were left unread is not known.
   */
  why: "expired" | "deleted";
}

/** A gap as a sentence for the log. */
export function describeSkipped(gap: SkippedOffsets, groupId: string): string {
  const { topic, partition, from, to, why } = gap;
  return `${topic}/${partition} has no message ${from}, which the group ` +
    `${groupId} would read next (${why}): going on at ${to}`;
}
