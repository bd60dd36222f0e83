import { setTimeout as sleep } from "node:timers/promises";
import type { KafkaClient } from "../kafka/client.ts";
import { committedOffsets, endOffsets } from "../kafka/offsets.ts";
import type { TopicWritten } from "../kafka/producer.ts";
import { deadLetterTopic, topicName } from "../kafka/topics.ts";
import { untilApplied } from "../questdb/applied.ts";
import type { Questdb } from "../questdb/client.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/define.ts";
import type { Account } from "./account.ts";
import { sinkGroup } from "./sink.ts";

/** What {@linkcode drain} works with. */
export interface DrainOptions {
  kafka: KafkaClient;
  db: Questdb;
  prefix?: string;
  signal?: AbortSignal;
  /** Told how many of the written records are committed by the stream's sinks. */
  onProgress?: (committed: number) => void;
}

/** Next offset wanted of each partition. */
type Goal = Map<number, number>;

/**
 * Waits until what a run wrote to a stream's topic can be seen in SQL, whichever sink stored it, and
 * closes the account: `stored` and `deadLettered`.
 *
 * @param written The run's own offsets in the stream's topic.
 * @throws The signal's reason, when it aborts.
 */
export async function drain(
  stream: Stream,
  { written, account }: { written: TopicWritten | undefined; account: Account },
  { kafka, db, prefix = "", signal, onProgress }: DrainOptions,
): Promise<void> {
  const group = sinkGroup(stream, prefix);
  const ranges = written?.ranges ?? new Map<number, [number, number][]>();
  async function until(topic: string, goal: Goal, onMove?: (committed: Goal) => void) {
    for (;;) {
      signal?.throwIfAborted();
      const committed = (await committedOffsets(kafka, group, [topic])).get(topic) ?? new Map();
      onMove?.(committed);
      if ([...goal].every(([partition, offset]) => (committed.get(partition) ?? 0) >= offset)) {
        return;
      }
      await sleep(50);
    }
  }
  const goal: Goal = new Map([...ranges].map(([partition, list]) => [partition, list.at(-1)![1]]));
  await until(
    topicName(stream, prefix),
    goal,
    (committed) => onProgress?.(countBelow(ranges, committed)),
  );
  // What the sink refused is in the dead-letter topic by now: its end is where that must be read to.
  const deadTopic = deadLetterTopic(stream, prefix);
  await until(deadTopic, (await endOffsets(kafka, [deadTopic])).get(deadTopic) ?? new Map());
  await untilApplied(db, [stream, deadLetters].map(db.tableOf), signal ? { signal } : {});
  const refused = await countRefused(stream, ranges, { db, topic: topicName(stream, prefix) });
  account.stored = account.published - refused;
  account.deadLettered = account.rejected + refused;
}

function countBelow(ranges: TopicWritten["ranges"], committed: Goal): number {
  let count = 0;
  for (const [partition, list] of ranges) {
    const end = committed.get(partition) ?? 0;
    for (const [from, to] of list) count += Math.max(0, Math.min(to, end) - from);
  }
  return count;
}

/** Records of the run that a sink put aside: their dead letters name the topic, partition and offset. */
async function countRefused(
  stream: Stream,
  ranges: TopicWritten["ranges"],
  { db, topic }: { db: Questdb; topic: string },
): Promise<number> {
  let refused = 0;
  for (const [partition, list] of ranges) {
    for (const [from, to] of list) {
      const [row] = await db.sql<{ n: number }>`
        select count() n from ${deadLetters}
        where stream = ${stream.name} and source = ${`${topic}/${partition}`}
          and line >= ${from} and line < ${to}`;
      refused += row!.n;
    }
  }
  return refused;
}
