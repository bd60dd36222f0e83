import type { OutgoingMessage } from "../kafka/producer.ts";
import type { deadLetters } from "../streams/dead_letters.ts";
import { CUT, firstBytes, type Rejection } from "../streams/rejection.ts";
import type { RecordOf } from "../streams/stream.ts";
import { shortText } from "../errors.ts";
import { isoSeconds } from "../time.ts";
import { attemptsHeader, HEADER, originOf, wholeNumber } from "./dead_letter_headers.ts";
import { markedBy } from "./dead_letter_marks.ts";

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
      [HEADER.message]: `${all[HEADER.message]} ${CUT}`,
      [HEADER.text]: all[HEADER.text] === "blanked" ? "blanked" : "cut",
    },
  };
}

/** A message of a dead-letter topic. */
export interface LetterMessage {
  value: string;
  headers: Record<string, string>;
  /** Where it stands: `topic/partition`. */
  place: string;
  offset: number;
  /** Its own time, as ISO text. */
  time: string;
}

/** The row of the `dead_letters` table for a message of a stream's dead-letter topic. */
export function fromMessage(
  stream: string,
  message: LetterMessage,
): RecordOf<typeof deadLetters> {
  const { headers } = message;
  const written = headers[HEADER.time] ?? "";
  const replayed = markedBy(headers) && headers[HEADER.replayed];
  return {
    time: isoSeconds(written) >= 0 ? written : message.time, // other programs may write anything
    stream,
    ...whereOf(message),
    field: headers[HEADER.field] || null,
    value: headers[HEADER.value] || null,
    reason: headers[HEADER.message] ?? "unknown",
    record: message.value,
    attempts: wholeNumber(headers[HEADER.attempts]) ?? (headers[HEADER.source] ? 0 : null),
    replayed: replayed === undefined ? null : isoSeconds(replayed) >= 0 ? replayed : message.time,
  };
}

/**
 * Where a rejected record was read. Letters of other programs have only Kafka Connect's headers; if
 * these do not say it all, the place of the letter itself tells it from others.
 */
function whereOf({ headers, place, offset }: LetterMessage): { source: string; line: number } {
  const source = headers[HEADER.source], line = wholeNumber(headers[HEADER.line]);
  if (source && line !== undefined) return { source, line };
  const topic = headers[HEADER.topic];
  const from = originOf(headers);
  if (topic && from.partition !== undefined && from.offset !== undefined) {
    return { source: `${topic}/${from.partition}`, line: from.offset };
  }
  return { source: place, line: offset };
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
