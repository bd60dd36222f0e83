import type { KafkaClient } from "../kafka/client.ts";
import { committedOffsets, endOffsets } from "../kafka/offsets.ts";
import type { TopicWritten } from "../kafka/producer.ts";
import { deadLetterTopic, topicName } from "../kafka/topics.ts";
import { untilApplied } from "../questdb/applied.ts";
import type { Questdb } from "../questdb/client.ts";
import { sleep } from "../retry.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/define.ts";
import type { Account } from "./account.ts";
import { sinkGroup } from "./sink.ts";

/** One stream's part of a run. */
export interface StreamRun {
  stream: Stream;
  account: Account;
  /** The run's own offsets in the stream's topic, by partition. */
  ranges: TopicWritten["ranges"];
  /** Told when the account moved. */
  report: () => void;
}

/** What is asked how far the sinks are. */
export interface DrainOptions {
  kafka: KafkaClient;
  db: Questdb;
  prefix?: string;
  /** Ends the wait early, without an error. */
  signal?: AbortSignal | undefined;
}

/**
 * Waits until the sinks of a stream, whichever process they run in, have committed what a run wrote,
 * the dead letters that came of it included.
 */
export async function drained(run: StreamRun, options: DrainOptions): Promise<void> {
  const { kafka, prefix = "", signal } = options;
  const { stream, ranges, account, report } = run;
  const topic = topicName(stream, prefix);
  const goal = new Map([...ranges].map(([partition, list]) => [partition, list.at(-1)![1]]));
  async function until(
    topic: string,
    goal: Map<number, number>,
    onMove = (_: Map<number, number>) => {},
  ) {
    for (;;) {
      const committed = await committedBy(stream, { kafka, prefix, topic });
      onMove(committed);
      if ([...goal].every(([partition, offset]) => (committed.get(partition) ?? 0) >= offset)) {
        return;
      }
      if (signal?.aborted) return;
      await sleep(50, signal).catch(() => {});
    }
  }
  await until(topic, goal, (committed) => {
    account.stored = countBelow(ranges, committed);
    report();
  });
  // What the sinks refused is in the dead-letter topic by now, so that is to be read to its end.
  const deadTopic = deadLetterTopic(stream, prefix);
  await until(deadTopic, (await endOffsets(kafka, [deadTopic])).get(deadTopic) ?? new Map());
}

/** Settles a stream's account: what of the run is applied to the table, and what became a dead letter. */
export async function closeAccount(run: StreamRun, options: DrainOptions): Promise<void> {
  const { kafka, db, prefix = "" } = options;
  const { stream, ranges, account, report } = run;
  const topic = topicName(stream, prefix);
  const committed = await committedBy(stream, { kafka, prefix, topic });
  await untilApplied(db, [stream, deadLetters].map(db.tableOf));
  const refused = await countRefused(run, { db, topic });
  account.stored = countBelow(ranges, committed) - refused;
  account.deadLettered = account.rejected + refused;
  report();
}

async function committedBy(
  stream: Stream,
  { kafka, prefix, topic }: { kafka: KafkaClient; prefix: string; topic: string },
): Promise<Map<number, number>> {
  const offsets = await committedOffsets(kafka, sinkGroup(stream, prefix), [topic]);
  return offsets.get(topic) ?? new Map();
}

/** How many of the offsets lie below what is committed. */
function countBelow(ranges: TopicWritten["ranges"], committed: Map<number, number>): number {
  let count = 0;
  for (const [partition, list] of ranges) {
    const end = committed.get(partition) ?? 0;
    for (const [from, to] of list) count += Math.max(0, Math.min(to, end) - from);
  }
  return count;
}

/** Records of the run that a sink put aside: their dead letters name topic, partition and offset. */
async function countRefused(
  { stream, ranges }: StreamRun,
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
