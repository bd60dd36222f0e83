import type { BadRecord } from "../errors.ts";
import { isoSeconds } from "../time.ts";
import type { DeadLetter } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/define.ts";
import { discreet } from "./discreet.ts";

/** A record that could not be delivered, with what it was. */
export interface Undelivered extends BadRecord {
  /** The stream that it was meant for. */
  stream: Stream;
  /** When the bad input was written, ISO time: a file's last change or the Kafka message's time. */
  time: string;
  /** The original Kafka key, where there was one. */
  key?: string;
  /** The original text. */
  raw: string;
}

/** A Kafka message to a dead-letter topic. */
export interface DeadLetterMessage {
  key: string | null;
  value: string;
  headers: Record<string, string>;
}

// Kafka Connect's names (DeadLetterQueueReporter.java), and ours for what Connect does not know.
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

/** The message for the dead-letter topic: original key and value, headers that say where and why. */
export function toMessage(
  undelivered: Undelivered,
  from: { topic: string; partition?: number; offset?: number },
): DeadLetterMessage {
  const letter = discreet(undelivered);
  return {
    key: letter.key ?? null,
    value: letter.raw,
    headers: {
      [HEADER.topic]: from.topic,
      ...(from.partition === undefined ? {} : { [HEADER.partition]: String(from.partition) }),
      ...(from.offset === undefined ? {} : { [HEADER.offset]: String(from.offset) }),
      [HEADER.class]: "BadRecordError",
      [HEADER.message]: letter.reason,
      [HEADER.source]: letter.source,
      [HEADER.line]: String(letter.line),
      [HEADER.field]: letter.field,
      [HEADER.value]: letter.value,
      [HEADER.time]: letter.time,
    },
  };
}

/** The row of the `dead_letters` table for a message of a dead-letter topic. */
export function fromMessage(
  stream: string,
  message: { value: string; headers: Record<string, string>; offset: number; time: string },
): DeadLetter {
  const { headers } = message;
  const written = headers[HEADER.time] ?? "";
  const line = Number(headers[HEADER.line] ?? headers[HEADER.offset] ?? message.offset);
  return {
    time: isoSeconds(written) >= 0 ? written : message.time, // others may write what they like
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
export function toRow(undelivered: Undelivered): DeadLetter {
  const letter = discreet(undelivered);
  return {
    time: letter.time,
    stream: letter.stream.name,
    source: letter.source,
    line: letter.line,
    field: letter.field || null,
    value: letter.value || null,
    reason: letter.reason,
    record: letter.raw,
  };
}
