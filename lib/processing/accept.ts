import type { SourceBatch } from "../sources/source.ts";
import { oneError, reject, type Rejection } from "../streams/rejection.ts";

/** Called with the records of a batch, one by one. */
export interface RecordHandlers {
  /** Called with each record that passes its stream's check, and its place in the source. */
  good(record: Record<string, unknown>, line: number): void;
  /** Called for each record that fails the check, and for each that the source itself rejected. */
  bad(rejection: Rejection): void;
  /** Called with the names of the fields that a good record's stream does not declare, if there are any. */
  unknown?(names: readonly string[]): void;
}

/**
 * Checks a batch's records against their stream. A time that is finer than the stream's digits is an
 * error here, as in the message it would have to be rounded.
 */
export function accept(batch: SourceBatch, { good, bad, unknown }: RecordHandlers): void {
  const { stream, source, records, lines, rejected } = batch;
  const time = batch.modified ?? new Date().toISOString();
  rejected.forEach(bad);
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    const line = lines[i]!;
    const valid = stream.valid(record);
    const finer = valid ? stream.finerTime(record) : undefined;
    if (!valid || finer) {
      const raw = JSON.stringify(record);
      const input = { stream, source, line, time, raw, text: "whole" as const };
      bad(reject(input, finer ?? oneError(stream.check(record))));
      continue;
    }
    good(record, line);
    const names = stream.unknownIn(record);
    if (names.length > 0) unknown?.(names);
  }
}
