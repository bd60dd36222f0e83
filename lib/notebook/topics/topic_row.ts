import { messageRow } from "../../kafka/summaries.ts";
import type { IncomingMessage } from "../../kafka/wire/incoming_message.ts";
import type { Stream } from "../../streams/stream.ts";

/** Where a row stands in its topic. */
export type TopicPlace = {
  kafka_partition: number;
  kafka_offset: number;
  /** The message's own time: when it was sent. */
  kafka_timestamp: Date;
};

/**
 * A message as a row: the fields of its JSON object, and its place.
 *
 * @param stream Checks the record. @default any JSON object; other messages have `key` and `value`
 * @returns The row, or why the message is not a record of the stream.
 */
export function topicRow(
  partition: number,
  message: IncomingMessage,
  stream: Stream | undefined,
): { row: Record<string, unknown> } | { reason: string } {
  const { offset, timestamp, key, value, unreadable } = messageRow(partition, message);
  const place: TopicPlace = {
    kafka_partition: partition,
    kafka_offset: offset,
    kafka_timestamp: timestamp,
  };
  const record = typeof value === "string" ? objectIn(value) : undefined;
  if (stream === undefined) return { row: { ...record ?? { key, value }, ...place } };
  if (record === undefined) {
    return { reason: unreadable ?? (value === null ? "is a deletion" : "is not a JSON object") };
  }
  const [error] = stream.check(record);
  if (error) return { reason: `${error.field ?? ""} ${error.reason}`.trim() };
  return { row: { ...stream.read(record), ...place } };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const found = JSON.parse(text);
    return typeof found === "object" && found !== null && !Array.isArray(found) ? found : undefined;
  } catch {
    return undefined; // It is text, and shown as such.
  }
}
