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
} as const;

/** Where a rejected message was read, or the topic that a rejected record was meant for. */
export interface LetterOrigin {
  topic: string;
  partition?: number;
  offset?: number;
}

/** The message for the dead-letter topic: original key and value, headers that say where and why. */
export function toMessage(rejection: Rejection, from: LetterOrigin): OutgoingMessage {
  const { key = null, raw, reason, source, line, field, value, time } = rejection;
  const { topic, partition, offset } = from;
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
    headers: { ...all, [HEADER.message]: `${all[HEADER.message]} (its text is cut to 64 KiB)` },
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
  return {
    time: isoSeconds(written) >= 0 ? written : message.time, // other programs may write anything
    stream,
    source: headers[HEADER.source] || headers[HEADER.topic] || `${stream}_dlq`,
    line: Number.isSafeInteger(line) && line >= 0 ? line : 0,
    field: headers[HEADER.field] || null,
    value: headers[HEADER.value] || null,
    reason: headers[HEADER.message] ?? "unknown",
    record: message.value,
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
  };
}
