import { sleep } from "../retry.ts";
import type { Source, SourceBatch } from "../sources/source.ts";
import type { Stream } from "../streams/stream.ts";

/** Slow paces hand over the records of this many milliseconds at a time. */
const SLICE = 100;
/** The longest timer in JavaScript, in milliseconds; a longer duration is checked between batches. */
const LONGEST = 2 ** 31 - 1;

/** How much of a source to take, and how fast. */
export interface Pace {
  /** Ends after this many records, good and bad. */
  limit?: number | undefined;
  /** Maximum number of records a second. */
  rate?: number | undefined;
  /** Follows the records' own times, this many times as fast: 1 is real time. */
  speed?: number | undefined;
  /** Ends after this many milliseconds. */
  duration?: number | undefined;
  signal?: AbortSignal;
  /** The stream that limit, rate and speed apply to, if the source has several; the others follow it. @default all */
  main?: Stream | undefined;
}

/** A part of a batch: its records from `from` to `to`; the rejections go with the first part. */
function part(batch: SourceBatch, from: number, to: number): SourceBatch {
  if (from === 0 && to >= batch.records.length) return batch;
  return {
    ...batch,
    records: batch.records.slice(from, to),
    lines: batch.lines.slice(from, to),
    rejected: from === 0 ? batch.rejected : [],
  };
}

/** The record's own time in milliseconds since 1970. */
function timeOf({ stream, records }: SourceBatch, i: number): number {
  const value = records[i]?.[stream.time];
  return typeof value === "number" ? value : Date.parse(String(value));
}

/**
 * Reads a source at a pace. The records and their times do not change.
 *
 * @param open Opens the source. Its signal aborts with that of the pace, and when the duration is
 * over, so that a source that waits for its input ends too.
 */
export async function* paced(
  open: (signal: AbortSignal) => Source,
  pace: Pace,
): AsyncGenerator<SourceBatch> {
  const { limit = Infinity, rate, speed, duration = Infinity, main } = pace;
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
  let firstTime = NaN;
  /** When the rate allows the next record. */
  let next = 0;
  /** Moves the rate's schedule on by this many records. It restarts after a pause: no burst. */
  function schedule(records: number) {
    if (now() - next > SLICE) next = now();
    next += rate ? records * 1000 / rate : 0;
  }
  try {
    for await (const batch of open(signal)) {
      if (isOver()) return;
      if (main && batch.stream !== main) {
        yield batch;
        continue;
      }
      if (taken >= limit) return;
      const rejected = batch.rejected.slice(0, limit - taken);
      taken += rejected.length;
      schedule(rejected.length);
      const size = Math.min(batch.records.length, limit - taken);
      let from = 0;
      do {
        let to = size;
        if (rate) to = Math.min(size, from + Math.max(1, Math.floor(rate * SLICE / 1000)));
        if (speed) to = endOfMoment(batch, { from, to, milliseconds: SLICE * speed });
        if (rate) await waitUntil(next);
        schedule(to - from);
        if (speed && from < to) {
          if (isNaN(firstTime)) firstTime = timeOf(batch, from);
          await waitUntil((timeOf(batch, from) - firstTime) / speed);
        }
        if (isOver()) return;
        yield part({ ...batch, rejected }, from, to);
        taken += to - from;
        from = to;
      } while (from < size);
      if (taken >= limit) return;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** The end of the records that are within some milliseconds of record `from`. */
function endOfMoment(
  batch: SourceBatch,
  { from, to, milliseconds }: { from: number; to: number; milliseconds: number },
): number {
  const end = timeOf(batch, from) + milliseconds;
  let next = from + 1;
  while (next < to && timeOf(batch, next) <= end) next++;
  return Math.min(next, to);
}
