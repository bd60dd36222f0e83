import type { Rejection } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";

/** Some records for one stream, and the rejections among them. */
export interface SourceBatch {
  /** The stream that the records are meant for. */
  stream: Stream;
  /** File path, URL or simulator that they come from. */
  source: string;
  /** When the source was last modified, ISO time: the time of its dead letters, so that a second run repeats none. */
  modified?: string;
  /** The records, in the source's order. Consumers check them against the schema. */
  records: Record<string, unknown>[];
  /** `lines[i]` is the line of `records[i]` in the source, from 1. */
  lines: number[];
  /** What could not become a record. */
  rejected: Rejection[];
  /** True if it ends the parts of all records so far: no later batch has a line of an order that came. */
  complete?: boolean;
  /** The share of the source that has been read, from 0 to 1, if known. */
  progress?: number;
}

/** A reader of the outside world. Ends at the end of its input, or when the signal aborts. */
export type Source = AsyncIterable<SourceBatch>;

/** Options for every source. */
export interface SourceOptions {
  /** Ends the source early, without an error. */
  signal?: AbortSignal;
  /** Maximum number of records in one batch. @default 2000 */
  batchSize?: number;
  /** The encoding of files without a byte-order mark, a label of `encodingOf()`. @default "utf-8" */
  encoding?: string | undefined;
  /** Called with messages for the user. @default console.error */
  log?: (line: string) => void;
}
