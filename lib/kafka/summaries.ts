/** Topics and messages as rows to show. */
import type { TopicInfo } from "./topic_admin.ts";
import type { IncomingBatch } from "./wire/fetch_request.ts";

/** A topic with its number of messages: the span of its offsets, too many if it is compacted. */
export function topicRow({ topic, partitions }: TopicInfo) {
  const messages = partitions.reduce((sum, { start, end }) => sum + end - start, 0);
  return { topic, partitions: partitions.length, messages };
}

/** A message with its key, value and headers as text. A type, not an interface: tables take it as a row. */
export type MessageRow = {
  partition: number;
  offset: number;
  timestamp: Date;
  key: string | null;
  value: string | null;
  headers: Record<string, string | null>;
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
    key: message.key?.toString() ?? null,
    value: message.text(),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, part]) => [name, part?.toString() ?? null]),
    ),
  };
}
