import type { TopicPartition } from "./topic_partition.ts";

/** Counts what a consumer has handed out and not yet committed. */
export class HeldBack {
  readonly #handed = new Map<string, { topic: string; from: number; to: number }>();

  /** Offsets of a partition were handed out. */
  handed({ topic, partition }: TopicPartition, { from, to }: { from: number; to: number }): void {
    const at = this.#handed.get(`${topic}/${partition}`);
    this.#handed.set(`${topic}/${partition}`, { topic, from: at?.from ?? from, to });
  }

  /** A partition is done up to an offset. */
  committed({ topic, partition }: TopicPartition, nextOffset: number): void {
    const at = this.#handed.get(`${topic}/${partition}`);
    if (at) at.from = nextOffset;
  }

  /** The partitions are given up. */
  clear(): void {
    this.#handed.clear();
  }

  /** `1,200 records of taxi_trips read and not yet committed`; undefined if there are none. */
  describe(): string | undefined {
    const byTopic = new Map<string, number>();
    for (const { topic, from, to } of this.#handed.values()) {
      if (to > from) byTopic.set(topic, (byTopic.get(topic) ?? 0) + to - from);
    }
    if (byTopic.size === 0) return undefined;
    const records = [...byTopic].map(([topic, n]) =>
      `${n.toLocaleString("en")} records of ${topic}`
    );
    return `${records.join(" and ")} read and not yet committed`;
  }
}
