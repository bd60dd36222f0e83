import { sleep } from "../retry.ts";
import type { Source, SourceBatch } from "../sources/source.ts";
import type { Stream } from "../streams/stream.ts";

/** A slow pace hands over so many milliseconds' records at a time. */
const SLICE = 100;
/** The longest timer that JavaScript takes, in milliseconds; a longer duration is seen between batches. */
const LONGEST = 2 ** 31 - 1;

/** How much of a source to take, and how fast. */
export interface Pace {
  /** Ends after so many records, good and bad. */
  limit?: number | undefined;
  /** Most records a second. */
  rate?: number | undefined;
  /** Follows the records' own times, this many times as fast: 1 is real time. */
  speed?: number | undefined;
  /** Ends after so many milliseconds. */
  duration?: number | undefined;
  signal?: AbortSignal;
  /** The stream that keeps the rate or speed, where the source has several; the others go along. @default all */
  main?: Stream | undefined;
}

/** A part of a batch: its records from `from` to `to`; what was rejected goes with the first part. */
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
 * Takes a source at a pace. Times and contents of the records stay as they are.
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
  const begun = performance.now();
  const now = () => performance.now() - begun;
  const isOver = () => signal.aborted || now() >= duration;
  const timer = duration <= LONGEST ? setTimeout(() => stop.abort(), duration) : undefined;
  async function waitUntil(moment: number) {
    if (moment - now() > 1) await sleep(moment - now(), signal).catch(() => {});
  }
  let taken = 0;
  let firstTime = NaN;
  /** When the next record may go at the rate. */
  let next = 0;
  /** Puts so many records on the rate's time table, which begins anew after a pause: no burst. */
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

/** Where the records end that lie within some milliseconds of record `from`. */
function endOfMoment(
  batch: SourceBatch,
  { from, to, milliseconds }: { from: number; to: number; milliseconds: number },
): number {
  const end = timeOf(batch, from) + milliseconds;
  let next = from + 1;
  while (next < to && timeOf(batch, next) <= end) next++;
  return Math.min(next, to);
}
