/** What every simulator is made of: options, batches, and a place in the event loop for others. */
import { setImmediate } from "node:timers/promises";
import type { Source, SourceBatch, SourceOptions } from "../sources/source.ts";
import type { Stream } from "../streams/stream.ts";
import { isoSeconds } from "../time.ts";

/** What every simulator takes. Its records, times included, depend on `seed` and `start` alone. */
export interface SimulatorOptions extends SourceOptions {
  seed: number | string;
  /** Time from which it goes on: `2026-05-13T00:00:00Z`. */
  start: string;
  /** Ends after so many records. @default endless */
  limit?: number;
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
        "write a UTC time from 1970 on, as 2026-05-13T00:00:00Z",
    );
  }
  return seconds * 1000;
}

/** What the batches of one stream are made of. */
export interface Simulated {
  stream: Stream;
  /** What stands for the simulator in its source's name. */
  name: string;
  /** Records until the end, from which the progress is told. @default unknown */
  limit?: number;
}

/** Makes the batches of one stream, and counts its lines. Their source is `simulator:<name>?seed=1&start=…`. */
export function batchMaker(
  { stream, name, limit }: Simulated,
  { seed, start }: SimulatorOptions,
): (records: Record<string, unknown>[]) => SourceBatch {
  const source = `simulator:${name}?seed=${seed}&start=${start}`;
  let line = 0;
  return (records) => {
    const lines = records.map(() => ++line);
    const progress = limit === undefined ? undefined : line / limit;
    return { stream, source, modified: start, records, lines, rejected: [], progress };
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
 * Batches as a source that ends when the signal aborts. A simulator never waits for anything: without
 * the pause after each batch, a taker that does not wait either would see no timer and no signal.
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
  { stream, name, records }: Simulated & { records: Generator<Record<string, unknown>> },
  options: SimulatorOptions,
): Source {
  const { limit, batchSize = 2000 } = options;
  const batch = batchMaker({ stream, name, limit }, options);
  return asSource(chunks(records.take(limit ?? Infinity), batchSize).map(batch), options);
}
