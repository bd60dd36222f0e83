import type { OutgoingMessage } from "../kafka/producer.ts";
import type { deadLetters } from "../streams/dead_letters.ts";
import { firstBytes, type Rejection } from "../streams/rejection.ts";
import type { RecordOf } from "../streams/stream.ts";
import { shortText } from "../errors.ts";
import { isoSeconds } from "../time.ts";

// Kafka Connect's names (DeadLetterQueueReporter.java), and our own for what Connect does not have.
const HEADER = {
  topic: "__connect.errors.topic",
  partition: "__connect.errors.partition",
  offset: "__connect.errors.offset",
  class: "__connect.errors.exception.class.name",
  message: "__connect.errors.exception.message",
  source: "tributary.errors.source",
  line: "tributary.errors.line",
  field: "tributary.errors.field",
  value: "tributary.errors.value",
  time: "tributary.errors.time",
  /** What the value is: `whole`, `blanked` or `cut`; absent if it is a piece of a file or a page. */
  text: "tributary.errors.text",
  /** How often the record was sent again before; also on the message that is sent again. */
  attempts: "tributary.replay.attempts",
  /** Only on marks: when a letter was sent again, and the partition and offset of that letter. */
  replayed: "tributary.replay.time",
  replayedPartition: "tributary.replay.partition",
  replayedOffset: "tributary.replay.offset",
} as const;

/** The headers of a message as it was read. */
export type IncomingHeaders = Record<string, { toString(): string } | null>;

/** What the value of a dead letter is; undefined if its headers do not say. */
export type LetterText = "whole" | "blanked" | "cut" | undefined;

/** Where a rejected message was read, or the topic that a rejected record was meant for. */
export interface LetterOrigin {
  topic: string;
  partition?: number;
  offset?: number;
  /** How often the record was sent again before. @default 0 */
  attempts?: number;
}

/** The message for the dead-letter topic: original key and value, headers that say where and why. */
export function toMessage(rejection: Rejection, from: LetterOrigin): OutgoingMessage {
  const { key = null, raw, reason, source, line, field, value, time, text } = rejection;
  const { topic, partition, offset, attempts = 0 } = from;
  return {
    key,
    value: raw,
    headers: {
      [HEADER.topic]: topic,
      ...(partition === undefined ? {} : { [HEADER.partition]: String(partition) }),
      ...(offset === undefined ? {} : { [HEADER.offset]: String(offset) }),
      [HEADER.class]: "BadRecordError",
      [HEADER.message]: reason,
      [HEADER.source]: source,
      [HEADER.line]: String(line),
      [HEADER.field]: field,
      [HEADER.value]: value,
      [HEADER.time]: time,
      ...(text === undefined ? {} : { [HEADER.text]: text }),
      ...(attempts === 0 ? {} : attemptsHeader(attempts)),
    },
  };
}

/** The header that counts how often a record was sent again; the sink copies it into a new letter. */
export function attemptsHeader(attempts: number): Record<string, string> {
  return { [HEADER.attempts]: String(attempts) };
}

/** How often a message was sent again: 0 if its header is absent or no such number. */
export function attemptsOf({ headers }: { headers: IncomingHeaders }): number {
  return wholeNumber(headers[HEADER.attempts]) ?? 0;
}

/** Where a dead letter's record was read, and what its value is. */
export function originOf(
  headers: IncomingHeaders,
): { topic?: string; partition?: number; offset?: number; text: LetterText } {
  const topic = headers[HEADER.topic]?.toString();
  const partition = wholeNumber(headers[HEADER.partition]);
  const offset = wholeNumber(headers[HEADER.offset]);
  const text = headers[HEADER.text]?.toString();
  return {
    ...(topic === undefined ? {} : { topic }),
    ...(partition === undefined ? {} : { partition }),
    ...(offset === undefined ? {} : { offset }),
    text: text === "whole" || text === "blanked" || text === "cut" ? text : undefined,
  };
}

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

function wholeNumber(text: { toString(): string } | null | undefined): number | undefined {
  const digits = text?.toString() ?? "";
  const number = Number(digits);
  return /^\d+$/.test(digits) && Number.isSafeInteger(number) ? number : undefined;
}

/** A message with the start of its texts only, for one that is too large; its reason says so. */
export function shortened({ key, value, headers }: OutgoingMessage): OutgoingMessage {
  const short = Object.entries(headers ?? {})
    .map(([name, text]) => [name, shortText(text, 1000)] as const);
  const all = Object.fromEntries(short);
  return {
    key: key === null ? null : firstBytes(String(key)),
    value: firstBytes(String(value)),
    headers: {
      ...all,
      [HEADER.message]: `${all[HEADER.message]} (its text is cut to 64 KiB)`,
      [HEADER.text]: all[HEADER.text] === "blanked" ? "blanked" : "cut",
    },
  };
}

/** The row of the `dead_letters` table for a message of a stream's dead-letter topic. */
export function fromMessage(
  stream: string,
  message: { value: string; headers: Record<string, string>; offset: number; time: string },
): RecordOf<typeof deadLetters> {
  const { headers } = message;
  const written = headers[HEADER.time] ?? "";
  const line = Number(headers[HEADER.line] ?? headers[HEADER.offset] ?? message.offset);
  const replayed = markedBy(headers) && headers[HEADER.replayed];
  return {
    time: isoSeconds(written) >= 0 ? written : message.time, // other programs may write anything
    stream,
    source: headers[HEADER.source] || headers[HEADER.topic] || `${stream}_dlq`,
    line: Number.isSafeInteger(line) && line >= 0 ? line : 0,
    field: headers[HEADER.field] || null,
    value: headers[HEADER.value] || null,
    reason: headers[HEADER.message] ?? "unknown",
    record: message.value,
    attempts: wholeNumber(headers[HEADER.attempts]) ?? 0,
    replayed: replayed === undefined ? null : isoSeconds(replayed) >= 0 ? replayed : message.time,
  };
}

/** The row of the `dead_letters` table for a record that never went through Kafka. */
export function toRow({ stream, ...rejection }: Rejection): RecordOf<typeof deadLetters> {
  const { time, source, line, field, value, reason, raw } = rejection;
  return {
    time,
    stream: stream.name,
    source,
    line,
    field: field || null,
    value: value || null,
    reason,
    record: raw,
    attempts: 0,
    replayed: null,
  };
}
