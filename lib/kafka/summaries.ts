/** Topics and messages as rows to show. */
import type { Buffer } from "node:buffer";
import { decodeUtf8 } from "../utf8.ts";
import type { TopicInfo } from "./topic_admin.ts";
import type { IncomingBatch } from "./wire/fetch_request.ts";

/** A topic with its number of messages: the span of its offsets, too many if it is compacted. */
export function topicRow({ topic, partitions }: TopicInfo) {
  const messages = partitions.reduce((sum, { start, end }) => sum + end - start, 0);
  return { topic, partitions: partitions.length, messages };
}

/** Bytes as text; those that are not UTF-8 as a likeness and, exactly, in base64. */
export type TextOrBytes = string | { text: string; base64: string } | null;

/** A message with its key, value and headers as text. A type, not an interface: tables take it as a row. */
export type MessageRow = {
  partition: number;
  offset: number;
  /** An invalid date if the message's number is beyond the calendar. */
  timestamp: Date;
  key: TextOrBytes;
  value: TextOrBytes;
  headers: Record<string, TextOrBytes>;
  /** Why the message cannot be read, if so. */
  unreadable?: string;
};

/** A message as a row. */
export function messageRow(
  partition: number,
  message: IncomingBatch["messages"][number],
): MessageRow {
  return {
    partition,
    offset: message.offset,
    timestamp: new Date(message.timestamp),
    key: textOrBytes(message.key),
    value: textOrBytes(message.value),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, part]) => [name, textOrBytes(part)]),
    ),
    ...(message.unreadable === undefined ? {} : { unreadable: message.unreadable }),
  };
}

function textOrBytes(bytes: Buffer | null): TextOrBytes {
  if (bytes === null) return null;
  return decodeUtf8(bytes) ?? { text: bytes.toString(), base64: bytes.toString("base64") };
}
