import type { KafkaClient } from "../kafka/client.ts";
import { committedOffsets, endOffsets, type TopicOffsets } from "../kafka/offsets.ts";
import type { TopicWritten } from "../kafka/producer.ts";
import type { Account } from "../processing/account.ts";
import { untilCommitted } from "../processing/drain.ts";
import { untilApplied } from "../questdb/applied.ts";
import type { Questdb } from "../questdb/client.ts";
import type { TableGuard } from "../questdb/table_guard.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/stream.ts";
import { sinkGroup } from "./sink.ts";

/** One stream's part of a run. */
export interface StreamRun {
  stream: Stream;
  account: Account;
  /** The run's own offsets in the stream's topic, by partition. */
  ranges: TopicWritten["ranges"];
  /** When the run began, ISO time: older dead letters may be of a topic that was deleted since. */
  since: string;
  /** How many of its records a sink refused. @default the dead letters that name one of the ranges' offsets */
  countRefused?: () => Promise<number>;
  /** Called when the account has changed. */
  report: () => void;
}

/** Options for {@linkcode untilStored}. */
export interface StoredOptions {
  kafka: KafkaClient;
  /** Ends the wait early, without an error. */
  signal?: AbortSignal | undefined;
}

/**
 * Waits until the sinks of a stream, in whichever processes they run, have committed what a run
 * wrote and the dead letters that resulted from it.
 */
export async function untilStored(run: StreamRun, { kafka, signal }: StoredOptions): Promise<void> {
  const { stream, ranges, account, report } = run;
  const topic = kafka.topicOf(stream);
  const group = sinkGroup(kafka, stream);
  const goal: TopicOffsets = new Map([[topic, endsOf(ranges)]]);
  try {
    if (stream.table) {
      await untilCommitted(kafka, {
        group,
        goal,
        signal,
        onMove(committed) {
          account.stored = countBelow(ranges, committed.get(topic));
          report();
        },
      });
    }
    // By now, the dead-letter topic has what the sinks refused: wait until it is read to its end.
    const dead = await endOffsets(kafka, [kafka.deadLetterTopicOf(stream)]);
    await untilCommitted(kafka, { group, goal: dead, signal });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/** The engines that {@linkcode closeAccount} queries. */
export interface Engines {
  kafka: KafkaClient;
  db: Questdb;
  /** Watches the stream's table since the run began; undefined if it has none. */
  guard: TableGuard | undefined;
}

/** Completes a stream's account: how much of the run is applied to the table, and how much became dead letters. */
export async function closeAccount(
  run: StreamRun,
  { kafka, db, guard }: Engines,
): Promise<void> {
  const { stream, ranges, account, report } = run;
  if (!guard) return await untilApplied(db, [db.tableOf(deadLetters)]);
  const topic = kafka.topicOf(stream);
  const committed = await committedOffsets(kafka, sinkGroup(kafka, stream), [topic]);
  await untilApplied(db, [stream, deadLetters].map(db.tableOf));
  const refused = await (run.countRefused?.() ?? countRefused(run, { db, topic }));
  const stored = countBelow(ranges, committed.get(topic)) - refused;
  account.stored = await stillStored(stored, { stream, db, guard });
  account.deadLettered = account.rejected + refused;
  report();
}

/** How many of a run's stored rows are still there: no more than a table holds that was replaced meanwhile. */
export async function stillStored(
  stored: number,
  { stream, db, guard }: { stream: Stream; db: Questdb; guard: TableGuard },
): Promise<number> {
  await guard.check();
  if (guard.replaced === 0) return stored;
  const [row] = await db.sql<{ rows: number }>`select count() as rows from ${stream}`;
  return Math.min(stored, row!.rows);
}

/** The offset after the last one in each partition. */
export function endsOf(ranges: TopicWritten["ranges"]): Map<number, number> {
  return new Map([...ranges].map(([partition, list]) => [partition, list.at(-1)![1]]));
}

/** How many of the offsets are below the committed ones. */
function countBelow(ranges: StreamRun["ranges"], committed = new Map<number, number>()): number {
  let count = 0;
  for (const [partition, list] of ranges) {
    const end = committed.get(partition) ?? 0;
    for (const [from, to] of list) count += Math.max(0, Math.min(to, end) - from);
  }
  return count;
}

/**
 * Records of the run that a sink rejected: their dead letters name topic, partition and offset, as may
 * those of other programs that read the topic, but these have no attempts.
 */
async function countRefused(
  { stream, ranges, since }: StreamRun,
  { db, topic }: { db: Questdb; topic: string },
): Promise<number> {
  let refused = 0;
  for (const [partition, list] of ranges) {
    for (const [from, to] of list) {
      const [row] = await db.sql<{ n: number }>`
        select count() n from ${deadLetters}
        where timestamp >= ${since} and stream = ${stream.name} and source = ${`${topic}/${partition}`}
          and line >= ${from} and line < ${to} and attempts is not null`;
      refused += row!.n;
    }
  }
  return refused;
}
