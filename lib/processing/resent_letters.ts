/**
 * Records that are sent again name the letter that they are from. If such a record is refused again, its
 * new letter has that letter's place as its own, so that a letter which is sent twice, as after a kill or
 * by two runs at once, has one successor and not two.
 */
import type { Rejection } from "../streams/rejection.ts";
import {
  attemptsHeader,
  HEADER,
  type IncomingHeaders,
  wholeNumber,
} from "./dead_letter_headers.ts";

/** A letter in its dead-letter topic. */
export interface LetterPlace {
  partition: number;
  offset: number;
  /** When it was written, in milliseconds since 1970. */
  refused: number;
}

/** The source of records that are sent again from a partition of a dead-letter topic. */
export function replaySource(topic: string, partition: number): string {
  return `replay:${topic}/${partition}`;
}

/** The headers of a record that is sent again for the `attempts`-th time. */
export function resentHeaders(
  { partition, offset, refused }: LetterPlace,
  attempts: number,
): Record<string, string> {
  return {
    ...attemptsHeader(attempts),
    [HEADER.replayedPartition]: String(partition),
    [HEADER.replayedOffset]: String(offset),
    [HEADER.refused]: String(Math.max(0, refused)), // some have no time, written as −1
  };
}

/**
 * The place of the letter that a message was sent again from, as the place of its rejection; undefined
 * if it was sent for the first time.
 *
 * @param topic The dead-letter topic.
 */
export function resentFrom(
  headers: IncomingHeaders,
  topic: string,
): Pick<Rejection, "source" | "line" | "time"> | undefined {
  const partition = wholeNumber(headers[HEADER.replayedPartition]);
  const line = wholeNumber(headers[HEADER.replayedOffset]);
  const time = new Date(wholeNumber(headers[HEADER.refused]) ?? NaN);
  if (partition === undefined || line === undefined || isNaN(time.getTime())) return undefined;
  const iso = time.toISOString();
  return iso.length === 24
    ? { source: replaySource(topic, partition), line, time: iso }
    : undefined;
}

/** The letter that a letter succeeds: its record was sent again from there, and refused. */
export function predecessorOf(
  { source, line, time }: Pick<Rejection, "source" | "line" | "time">,
  topic: string,
): LetterPlace | undefined {
  const start = `replay:${topic}/`;
  if (!source.startsWith(start)) return undefined;
  const partition = wholeNumber(source.slice(start.length));
  return partition === undefined
    ? undefined
    : { partition, offset: line, refused: Date.parse(time) };
}
