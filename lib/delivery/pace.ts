import { sleep } from "../retry.ts";
import type { Source, SourceBatch } from "../sources/source.ts";
import type { Stream } from "../streams/stream.ts";
import { isoMillis } from "../time.ts";
import { inOrder, type Sequence } from "./batch_parts.ts";
import { ownTimes } from "./own_times.ts";
import { wholeRecords } from "./whole_records.ts";

/** Slow paces hand over the records of this many milliseconds at a time. */
export const SLICE = 100;
/** What a pause has held up is made up for at once, but no more than the records of this many milliseconds. */
const CATCH_UP = 1000;
/** The longest timer in JavaScript, in milliseconds; a longer duration is checked between batches. */
const LONGEST = 2 ** 31 - 1;

/** How much of a source to take, and how fast. */
export interface Pace {
  /** Ends after this many records, good and bad. */
  limit?: number | undefined;
  /** Maximum number of records a second; with a speed, on average since the start. */
  rate?: number | undefined;
  /** Follows the records' own times, this many times as fast: 1 is real time. No wait is longer than 15 minutes. */
  speed?: number | undefined;
  /** Ends after this many milliseconds, with the parts of the last record. */
  duration?: number | undefined;
  signal?: AbortSignal;
  /**
   * The stream that limit and rate apply to, if the source has several. Its first record starts the clock
   * of the speed, which the others follow by their own times. @default all
   */
  main?: Stream | undefined;
  /** The stream with the parts of the main stream's records: they are handed on together, or not at all. */
  parts?: Stream | undefined;
  /** Gives each record the time at which it is handed over, instead of its own. @default false */
  stamp?: boolean | undefined;
  /** Called with a sentence before a long wait for the next record's own time. */
  log?: ((line: string) => void) | undefined;
}

/**
 * Reads a source at a pace, in its own order. The records and their times do not change.
 *
 * @param open Opens the source. Its signal aborts with that of the pace, and when the duration is
 * over, so that a source that waits for its input ends too.
 */
export async function* paced(
  open: (signal: AbortSignal) => Source,
  pace: Pace,
): AsyncGenerator<SourceBatch> {
  const { limit = Infinity, rate, speed, duration = Infinity, main, parts, stamp, log } = pace;
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(pace.signal ? [pace.signal] : [])]);
  const started = performance.now();
  const now = () => performance.now() - started;
  const isOver = () => signal.aborted || now() >= duration;
  const timer = duration <= LONGEST ? setTimeout(() => stop.abort(), duration) : undefined;
  async function waitUntil(moment: number) {
    if (moment - now() <= 1) return;
    await sleep(moment - now(), signal).catch(() => {}); // an abort: isOver() sees it
  }
  let taken = 0;
  const times = speed ? ownTimes({ speed, log }) : undefined;
  /** When the rate allows the next record. */
  let next = 0;
  /**
   * Moves the rate's schedule on by this many records. After a pause of more than a second it begins again
   * a second before: no long burst. With a speed it does not, or a run that should keep up with the clock
   * would fall behind for good.
   */
  function schedule(records: number) {
    if (!speed) next = Math.max(next, now() - CATCH_UP);
    next += rate ? records * 1000 / rate : 0;
  }
  try {
    for await (const { batch, partsOf } of wholeRecords(open(signal), { main, parts, signal })) {
      if (isOver()) return;
      const isMain = !main || batch.stream === main;
      if (!isMain && (!times || isNaN(times.latest))) {
        yield batch;
        continue;
      }
      if (taken >= limit) return;
      const sequence = inOrder(batch);
      const size = isMain ? Math.min(sequence.size, limit - taken) : sequence.size;
      const most = rate && isMain ? Math.max(1, Math.floor(rate * SLICE / 1000)) : size;
      let from = 0;
      do {
        let to = Math.min(size, from + most);
        if (rate && isMain) await waitUntil(next);
        if (times && from < to) {
          const due = times.dueAt(sequence.timeAt(from), timeAfter(sequence, from));
          to = endOfMoment(sequence, { from, to, end: times.latest + SLICE * speed! });
          await waitUntil(due);
        }
        if (isMain) schedule(to - from);
        if (isOver()) return;
        const some = sequence.part(from, to);
        yield stamp ? stamped(some) : some;
        yield* partsOf(some);
        if (isMain) taken += to - from;
        from = to;
      } while (from < size);
      if (taken >= limit) return;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The same records with the current time as theirs. */
function stamped(batch: SourceBatch): SourceBatch {
  const { time } = batch.stream;
  const now = isoMillis(Date.now());
  return { ...batch, records: batch.records.map((record) => ({ ...record, [time]: now })) };
}

/** The time of the next record after a position; NaN if there is none. */
function timeAfter({ size, recordAt, timeAt }: Sequence, position: number): number {
  for (let i = position + 1; i < size; i++) if (recordAt(i)) return timeAt(i);
  return NaN;
}

/** The end of what comes together with position `from`: all that has no time, or none after `end`. */
function endOfMoment(
  { timeAt }: Sequence,
  { from, to, end }: { from: number; to: number; end: number },
): number {
  let next = from + 1;
  while (next < to && (timeAt(next) <= end || isNaN(timeAt(next)))) next++;
  return next;
}
