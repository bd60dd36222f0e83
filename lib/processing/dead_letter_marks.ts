import type { OutgoingMessage } from "../kafka/producer.ts";
import type { deadLetters } from "../streams/dead_letters.ts";
import type { RecordOf } from "../streams/stream.ts";
import {
  attemptsHeader,
  HEADER,
  type IncomingHeaders,
  wholeNumber,
} from "./dead_letter_headers.ts";

/** A dead letter that was sent again, for {@linkcode toMark}. */
export interface ReplayedLetter {
  partition: number;
  offset: number;
  key: OutgoingMessage["key"];
  value: OutgoingMessage["value"];
  headers: IncomingHeaders;
  /** Its row in the `dead_letters` table. */
  row: RecordOf<typeof deadLetters>;
}

/**
 * The message that marks a dead letter as sent again, for the same dead-letter topic: so it is kept
 * as long as the letter, and goes with it when the topic is deleted. It repeats the letter, since the
 * sink replaces the letter's row by the mark's.
 *
 * @param time When it was sent again, ISO time.
 */
export function toMark(letter: ReplayedLetter, time: string): OutgoingMessage {
  const { partition, offset, key, value, row } = letter;
  const own = Object.entries(letter.headers).map(([name, text]) => [name, text?.toString() ?? ""]);
  return {
    key,
    value,
    headers: {
      ...Object.fromEntries(own),
      // The identity of the row, which other programs' letters leave to the topic's own offset and time.
      [HEADER.source]: row.source,
      [HEADER.line]: String(row.line),
      [HEADER.time]: row.time,
      ...attemptsHeader((row.attempts ?? 0) + 1),
      [HEADER.replayed]: time,
      [HEADER.replayedPartition]: String(partition),
      [HEADER.replayedOffset]: String(offset),
    },
  };
}

/** The letter that a message marks as sent again; undefined if the message is itself a letter. */
export function markedBy(
  headers: IncomingHeaders,
): { partition: number; offset: number } | undefined {
  const partition = wholeNumber(headers[HEADER.replayedPartition]);
  const offset = wholeNumber(headers[HEADER.replayedOffset]);
  if (!headers[HEADER.replayed] || partition === undefined || offset === undefined) {
    return undefined;
  }
  return { partition, offset };
}
