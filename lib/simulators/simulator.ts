/** Parts of every simulator: options, batches, and pauses for the event loop. */
import { setImmediate } from "node:timers/promises";
import type { Source, SourceBatch, SourceOptions } from "../sources/source.ts";
import type { Stream } from "../streams/stream.ts";
import { isoSeconds } from "../time.ts";

/** The part of a simulator's records that one of several senders makes. */
export interface Share {
  /** Which sender, from 0. */
  index: number;
  /** How many senders there are. */
  of: number;
  /** Records in a row that a sender makes before it leaves as many to each of the others. */
  run: number;
}

/** Options for every simulator. Its records and their times depend only on `seed` and `start`. */
export interface SimulatorOptions extends SourceOptions {
  seed: number | string;
  /** Time at which it starts: `2026-05-13T00:00:00Z`. */
  start: string;
  /** Ends after this many records. @default endless */
  limit?: number;
  /**
   * Of several streams, none is ahead of the others by more than this many milliseconds of event time.
   * Small spans make small batches. @default some thousand records
   */
  span?: number;
  /** Makes these records only; the senders together make all. Of feeds that are `divisible`. @default all */
  share?: Share | undefined;
}

/**
 * The start in milliseconds since 1970, fractions of a second dropped.
 *
 * @throws {RangeError} The start is not an ISO time in UTC.
 */
export function startOf({ start }: Pick<SimulatorOptions, "start">): number {
  const seconds = isoSeconds(start);
  if (!(seconds >= 0)) {
    throw new RangeError(
      `Cannot start a simulator at ${JSON.stringify(start)}: ` +
        "write a UTC time from 1970 on, for example 2026-05-13T00:00:00Z",
    );
  }
  return seconds * 1000;
}

/** A stream, for {@linkcode batchMaker}. */
export interface Simulated {
  stream: Stream;
  /** The simulator's name, as part of its source's name. */
  name: string;
  /** Total number of records, for the progress. @default unknown */
  limit?: number;
}

/** Makes the batches of one stream, and counts its lines. Their source is `simulator:<name>?seed=1&start=…`. */
export function batchMaker(
  { stream, name, limit }: Simulated,
  { seed, start }: SimulatorOptions,
): (records: Record<string, unknown>[]) => SourceBatch {
  const modified = new Date(startOf({ start })).toISOString();
  const source = `simulator:${name}?seed=${seed}&start=${start}`;
  let line = 0;
  return (records) => {
    const lines = records.map(() => ++line);
    const progress = limit === undefined ? undefined : line / limit;
    return { stream, source, modified, records, lines, rejected: [], progress };
  };
}

/** Cuts anything iterable into arrays of `size`; the last may be shorter. */
export function* chunks<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    if (chunk.push(item) < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/**
 * Turns batches into a source that ends when the signal aborts. A simulator never waits for
 * anything: without the pause after each batch, no timer and no signal would fire while a consumer
 * does not wait either.
 */
export async function* asSource(
  batches: Iterable<SourceBatch>,
  { signal }: SourceOptions,
): AsyncGenerator<SourceBatch> {
  for (const batch of batches) {
    if (signal?.aborted) return;
    yield batch;
    await setImmediate();
  }
}

/** The records of one stream as a source. */
export function simulate(
  { stream, name, records }: Simulated & { records: IteratorObject<Record<string, unknown>> },
  options: SimulatorOptions,
): Source {
  const { limit, batchSize = 2000 } = options;
  const batch = batchMaker({ stream, name, limit }, options);
  return asSource(chunks(records.take(limit ?? Infinity), batchSize).map(batch), options);
}
