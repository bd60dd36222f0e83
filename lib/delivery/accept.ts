import type { SourceBatch } from "../sources/source.ts";
import type { Undelivered } from "./dead_letter.ts";

type Fields = Record<string, unknown>;

/** What becomes of the records of a batch. */
export interface Takers {
  /** Given each record that passes its stream's check, with its place in the source. */
  good(record: Fields, line: number): void;
  /** Given each that does not, and each that the source itself rejected. */
  bad(letter: Undelivered): void;
}

/** Checks a batch's records against their stream, and names what is wrong with those that fail. */
export function accept(batch: SourceBatch, { good, bad }: Takers): void {
  const { stream, source, records, lines } = batch;
  const time = batch.modified ?? new Date().toISOString();
  for (const { raw, ...found } of batch.rejected) bad({ ...found, stream, time, raw });
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!;
    const line = lines[i]!;
    if (stream.valid(record)) good(record, line);
    else bad(refusal(record, { stream, source, line, time, raw: JSON.stringify(record) }));
  }
}

/** A dead letter for a record that fails its stream's check: the first wrong field, and how many more. */
export function refusal(
  record: unknown,
  place: Pick<Undelivered, "stream" | "source" | "line" | "time" | "raw">,
): Undelivered {
  const errors = place.stream.check(record);
  const first = errors[0] ?? { field: "", value: "", reason: "fails the check" };
  const more = errors.length > 1
    ? `; also ${errors.slice(1).map(({ field, reason }) => `${field} ${reason}`).join("; ")}`
    : "";
  return { ...place, ...first, reason: first.reason + more };
}
