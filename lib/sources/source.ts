import type { Rejection } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";

/** Some records for one stream, and what was read among them that is none. */
export interface SourceBatch {
  /** The stream that the records are meant for. */
  stream: Stream;
  /** File path, URL or simulator that they come from. */
  source: string;
  /** When the source was last changed, ISO time: the time of its dead letters, so that a second run repeats none. */
  modified?: string;
  /** The records, in the source's order. The schema is checked by whoever takes them. */
  records: Record<string, unknown>[];
  /** `lines[i]` is where `records[i]` stands in the source, from 1. */
  lines: number[];
  /** What could not be made a record. */
  rejected: Rejection[];
  /** How far the source is read, as a share from 0 to 1, where that is known. */
  progress?: number;
}

/** A reader of the outside world. Ends at the end of its input, or when the signal aborts. */
export type Source = AsyncIterable<SourceBatch>;

/** What every source takes. */
export interface SourceOptions {
  /** Ends the source early, without an error. */
  signal?: AbortSignal;
  /** Most records in one batch. @default 2000 */
  batchSize?: number;
  /** Takes what a person should know of the reading. @default console.error */
  log?: (line: string) => void;
}
