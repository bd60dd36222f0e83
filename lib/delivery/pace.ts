import { sleep } from "../retry.ts";
import type { Source, SourceBatch } from "../sources/source.ts";
import type { Stream } from "../streams/define.ts";

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
  /** The stream whose records count, where the source has several; the others go along with it. @default all */
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

/** Takes a source at a pace. Times and contents of the records stay as they are. */
export async function* paced(source: Source, pace: Pace): AsyncGenerator<SourceBatch> {
  const { limit = Infinity, rate, speed, duration = Infinity, signal, main } = pace;
  const begun = performance.now();
  let taken = 0;
  let firstTime = NaN;
  const over = () => signal?.aborted || performance.now() - begun >= duration;
  async function waitUntil(moment: number) {
    const left = Math.min(moment, duration) - (performance.now() - begun);
    if (left > 1) await sleep(left, signal).catch(() => {});
  }
  for await (const batch of source) {
    if (over()) return;
    if (main && batch.stream !== main) {
      yield batch;
      continue;
    }
    if (taken >= limit) return;
    const rejected = batch.rejected.slice(0, limit - taken);
    taken += rejected.length;
    const size = Math.min(batch.records.length, limit - taken);
    let from = 0;
    do {
      // A slow pace hands over a tenth of a second's records at a time.
      let to = size;
      if (rate) to = Math.min(size, from + Math.max(1, Math.floor(rate / 10)));
      if (speed) to = endOfMoment(batch, { from, to, milliseconds: 100 * speed });
      if (rate) await waitUntil(taken / rate * 1000);
      if (speed && from < to) {
        if (isNaN(firstTime)) firstTime = timeOf(batch, from);
        await waitUntil((timeOf(batch, from) - firstTime) / speed);
      }
      if (over()) return;
      yield part({ ...batch, rejected }, from, to);
      taken += to - from;
      from = to;
    } while (from < size);
    if (taken >= limit && !main) return;
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

/** A batch size of at most 2,000 that divides the limit, so that what goes along with a batch ends with it. */
export function batchSizeFor(limit: number | undefined): number {
  if (!limit) return 2000;
  let parts = Math.ceil(limit / 2000);
  while (limit % parts !== 0) parts++;
  return limit / parts;
}
