import { setTimeout as sleep } from "node:timers/promises";
import type { Source, SourceBatch } from "../sources/source.ts";

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

function timeOf({ stream, records }: SourceBatch, i: number): number {
  const value = records[i]?.[stream.time];
  return typeof value === "number" ? value : Date.parse(String(value));
}

/** Takes a source at a pace. Times and contents of the records stay as they are. */
export async function* paced(source: Source, pace: Pace): AsyncGenerator<SourceBatch> {
  const { limit = Infinity, rate, speed, duration = Infinity, signal } = pace;
  const begun = performance.now();
  let taken = 0;
  let firstTime = NaN;
  const elapsed = () => performance.now() - begun;
  const wait = async (until: number) => {
    const left = Math.min(until, duration) - elapsed();
    if (left > 1) await sleep(left, undefined, signal ? { signal } : {}).catch(() => {});
  };
  for await (const batch of source) {
    if (signal?.aborted || elapsed() >= duration) return;
    let rejected = batch.rejected.length;
    if (taken + rejected > limit) {
      rejected = limit - taken;
      yield { ...batch, records: [], lines: [], rejected: batch.rejected.slice(0, rejected) };
      return;
    }
    taken += rejected;
    const size = Math.min(batch.records.length, limit - taken);
    let from = 0;
    do {
      // A slow pace hands over a tenth of a second's records at a time.
      const to = rate
        ? Math.min(size, from + Math.max(1, Math.floor(rate / 10)))
        : speed
        ? sameMoment(batch, from, size, 100 * speed)
        : size;
      if (rate) await wait(taken / rate * 1000);
      if (speed && from < to) {
        if (isNaN(firstTime)) firstTime = timeOf(batch, from);
        await wait((timeOf(batch, from) - firstTime) / speed);
      }
      if (signal?.aborted || elapsed() >= duration) return;
      yield part(batch, from, to);
      taken += to - from;
      from = to;
    } while (from < size);
    if (taken >= limit) return;
  }
}

/** Where the records end that lie within `milliseconds` of record `from`. */
function sameMoment(batch: SourceBatch, from: number, size: number, milliseconds: number): number {
  const end = timeOf(batch, from) + milliseconds;
  let to = from + 1;
  while (to < size && timeOf(batch, to) <= end) to++;
  return Math.min(to, size);
}
