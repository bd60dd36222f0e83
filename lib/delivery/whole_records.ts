import type { Source, SourceBatch } from "../sources/source.ts";
import type { Stream } from "../streams/stream.ts";

/** A batch, and the parts of its records: the lines of its orders. */
export interface Whole {
  batch: SourceBatch;
  /** Takes the parts of the records handed on; each part only once. */
  partsOf(handedOn: SourceBatch): SourceBatch[];
}

/** Options for {@linkcode wholeRecords}. */
export interface WholeOptions {
  /** The stream whose records have parts. */
  main?: Stream | undefined;
  /** The stream of their parts: each has the key of its main record, and comes in the order of these. */
  parts?: Stream | undefined;
  /** If it is aborted when the source ends, records whose parts may be missing are left out. */
  signal: AbortSignal;
}

/**
 * Brings records of the main stream together with their parts, which the source may yield in batches
 * before or after them. A record comes when a part of a later one has been read, or the source says that
 * the parts are complete: then it has all of its own. Batches of other streams pass at once.
 */
export async function* wholeRecords(
  source: Source,
  { main, parts, signal }: WholeOptions,
): AsyncGenerator<Whole> {
  /** Parts whose records were not handed on yet, and records whose parts were not all read yet. */
  const held: SourceBatch[] = [];
  let waiting: SourceBatch[] = [];
  const partsOf = (handedOn: SourceBatch) => take(held, handedOn);
  let last: string | undefined;
  for await (const batch of source) {
    if (batch.stream === parts && batch.records.length > 0) {
      held.push(batch);
      last = parts.keyOf(batch.records.at(-1)!);
    } else if (batch.stream === main && parts) waiting.push(batch);
    else yield { batch, partsOf: () => [] };
    if (batch.complete && batch.stream === parts) {
      for (const batch of waiting) yield { batch, partsOf };
      waiting = [];
      last = undefined;
    }
    if (last === undefined) continue;
    const incomplete: SourceBatch[] = [];
    for (const batch of waiting) {
      const at = incomplete.length > 0 ? 0 : indexOfKey(batch, last);
      if (at < 0) yield { batch, partsOf };
      else if (at === 0) incomplete.push(batch);
      else {
        yield { batch: slice(batch, 0, at), partsOf };
        incomplete.push({ ...slice(batch, at), rejected: [] });
      }
    }
    waiting = incomplete;
  }
  if (signal.aborted) return;
  for (const batch of waiting) yield { batch, partsOf };
  for (const batch of held) yield { batch, partsOf: () => [] }; // parts of records that never came
}

/** Removes and returns the held batches up to the last part of one of these records. */
function take(held: SourceBatch[], { stream, records }: SourceBatch): SourceBatch[] {
  const keys = new Set(records.map((record) => stream.keyOf(record)));
  for (let i = held.length - 1; i >= 0; i--) {
    const batch = held[i]!;
    const end = batch.records.findLastIndex((part) => keys.has(batch.stream.keyOf(part))) + 1;
    if (end === 0) continue;
    if (end === batch.records.length) return held.splice(0, i + 1);
    const rest = { ...slice(batch, end), rejected: [] };
    return [...held.splice(0, i + 1, rest).slice(0, i), slice(batch, 0, end)];
  }
  return [];
}

function indexOfKey({ stream, records }: SourceBatch, key: string): number {
  return records.findIndex((record) => stream.keyOf(record) === key);
}

/** A part of a batch by its records; it has all the rejections. */
function slice(batch: SourceBatch, from: number, to?: number): SourceBatch {
  return { ...batch, records: batch.records.slice(from, to), lines: batch.lines.slice(from, to) };
}
