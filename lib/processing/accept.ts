import type { SourceBatch } from "../sources/source.ts";
import { oneError, reject, type Rejection } from "../streams/rejection.ts";

/** Called with the records of a batch, one by one. */
export interface RecordHandlers {
  /** Called with each record that passes its stream's check, and its place in the source. */
  good(record: Record<string, unknown>, line: number): void;
  /** Called for each record that fails the check, and for each that the source itself rejected. */
  bad(rejection: Rejection): void;
}

/** Checks a batch's records against their stream. */
export function accept(batch: SourceBatch, { good, bad }: RecordHandlers): void {
  const { stream, source, records, lines, rejected } = batch;
  const time = batch.modified ?? new Date().toISOString();
  rejected.forEach(bad);
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    const line = lines[i]!;
    if (stream.valid(record)) good(record, line);
    else {
      const raw = JSON.stringify(record);
      bad(
        reject({ stream, source, line, time, raw, text: "whole" }, oneError(stream.check(record))),
      );
    }
  }
}
