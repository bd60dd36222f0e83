import { emptyAccount } from "../processing/account.ts";
import { abortedLater } from "../retry.ts";
import type { Rejection } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import { ensureReasonsView } from "./letter_table.ts";
import type { KafkaClient } from "../kafka/client.ts";
import type { Questdb } from "../questdb/client.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { replaySource } from "../processing/resent_letters.ts";
import { replay, type ReplayCounts, type ReplayOptions, type SentLetters } from "./replay.ts";
import { closeAccount, untilStored } from "./run_account.ts";
import { openSink, type RunningSink } from "./sink.ts";
import type { Store } from "./store.ts";

/** How long the sink may still store what was sent after the signal aborts, in milliseconds. */
const GRACE = 1000;

/** Options for {@linkcode replayAndStore}. */
export interface ReplayRunOptions extends ReplayOptions {
  /** QuestDB, to store what is sent; without it the run ends at Kafka. */
  store?: Store | undefined;
  /** Called with each record that the sink refuses. */
  onBad?: ((rejection: Rejection) => void) | undefined;
  /** Called with a sentence about something that the user should know. */
  onWarning?: ((text: string) => void) | undefined;
}

/** The result of a run. */
export interface ReplayResult extends ReplayCounts {
  /** Records of this run that SQL can see; null without a sink, or if the stream has no table. */
  stored: number | null;
  /** Records of this run that were refused again; each has a new, open letter. Null without a sink. */
  deadLetteredAgain: number | null;
}

/**
 * Sends open dead letters of a stream again while a sink stores it, then waits until each record is
 * stored or has a new letter.
 *
 * @throws {TypeError} The stream's table does not fit it; nothing is sent then.
 * @throws {UnavailableError} Kafka or QuestDB stayed away; the next run goes on from there.
 */
export async function replayAndStore(
  stream: Stream,
  options: ReplayRunOptions,
): Promise<ReplayResult> {
  const { kafka, store, signal, dryRun, onBad, onWarning = () => {} } = options;
  if (!store || !stream.table || dryRun) {
    const { written: _, sent: __, ...counts } = await replay(stream, options);
    return { ...counts, stored: null, deadLetteredAgain: null };
  }
  const since = new Date().toISOString();
  const over = new AbortController();
  await ensureReasonsView(store.db, { onWarning });
  let sink: RunningSink | undefined;
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {}); // thrown by the races below
  const stopSending = AbortSignal.any([over.signal, ...(signal ? [signal] : [])]);
  const account = emptyAccount(stream);
  const sending = replay(stream, {
    ...options,
    signal: stopSending,
    async onFirst() {
      sink = await openSink(stream, { ...store, kafka, onWarning, ...(onBad ? { onBad } : {}) });
      sink.done.catch(reject);
    },
  });
  try {
    const { written, sent, ...counts } = await Promise.race([sending, failed]);
    const ranges = written?.ranges ?? new Map();
    const countRefused = () => countSuccessors(stream, { sent, ...store, kafka });
    const run = { stream, since, account, ranges, countRefused, report: () => {} };
    const waiting = AbortSignal.any([over.signal, abortedLater(signal, GRACE)]);
    if (sink) await Promise.race([untilStored(run, { kafka, signal: waiting }), failed]);
    over.abort();
    await sink?.stop();
    if (sink) await closeAccount(run, { ...store, kafka, guard: sink.guard });
    return { ...counts, stored: account.stored ?? 0, deadLetteredAgain: account.deadLettered };
  } finally {
    over.abort(); // otherwise the sending would continue after the sink failed
    await Promise.allSettled([sending, sink?.stop()]);
  }
}

/** How many of the letters that were sent again have a successor: their records were refused again. */
async function countSuccessors(
  stream: Stream,
  { sent, db, kafka }: { sent: SentLetters; db: Questdb; kafka: KafkaClient },
): Promise<number> {
  let count = 0;
  for (const [partition, times] of sent) {
    const source = replaySource(kafka.deadLetterTopicOf(stream), partition);
    const rows = await db.sql<{ line: number; refused: number }>`
      select line, timestamp::long / 1000 refused from ${deadLetters}
      where stream = ${stream.name} and source = ${source}`;
    // Rows with another time are of a topic that was deleted since.
    count += rows.filter(({ line, refused }) => times.get(line) === Math.max(0, refused)).length;
  }
  return count;
}
