/**
 * Where a change event stands, for the order of the changes of one moment: see `Stream.rowOf`. Events that
 * `ingest` wrote carry their line in a header, so that a second run of the same file adds no row;
 * other events have their place in the topic.
 */
import type { IncomingMessage } from "../kafka/consumer.ts";
import { wholeNumber } from "./dead_letter_headers.ts";

const HEADER = "tributary.change.place";

/** Topics have fewer partitions; offsets below 2^41 stay exact. */
const PARTITIONS = 4096;

/** The header of a change event that comes from a line of a file, or a record of a simulator. */
export function placeHeader(line: number): Record<string, string> {
  return { [HEADER]: String(line) };
}

/** The place of a change event that was read from Kafka. */
export function placeOf(
  { headers, offset }: Pick<IncomingMessage, "headers" | "offset">,
  partition: number,
): number {
  return wholeNumber(headers[HEADER]) ?? offset * PARTITIONS + partition;
}
