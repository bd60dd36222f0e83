import type { IncomingMessage, TopicPartition } from "../kafka/consumer.ts";
import { HEADER } from "../processing/dead_letter_headers.ts";
import { fromMessage } from "../processing/dead_letter_messages.ts";
import { timeOf } from "../processing/message_time.ts";
import { reject } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import type { LetterRow } from "./letter_writer.ts";

/** The row of the `dead_letters` table for a message of the dead-letter topic. */
export function letterRow(
  stream: Stream,
  message: IncomingMessage,
  { topic, partition }: TopicPartition,
): LetterRow {
  const headers = Object.entries(message.headers)
    .map(([name, value]) => [name, value?.toString() ?? ""]);
  const text = message.text();
  const found = fromMessage(stream.name, {
    value: text ?? message.value?.toString() ?? "",
    headers: Object.fromEntries(headers),
    place: `${topic}/${partition}`,
    offset: message.offset,
    time: timeOf(message),
  });
  if (message.unreadable !== undefined) return { ...found, reason: message.unreadable };
  const row = HEADER.text in message.headers ? found : withoutSecrets(stream, found);
  return text === undefined ? { ...row, reason: `${row.reason} (its record is not UTF-8)` } : row;
}

/** The row of a letter that may be another program's, which does not know what is sensitive. */
function withoutSecrets(stream: Stream, row: LetterRow): LetterRow {
  if (stream.sensitive.length === 0) return row;
  const { raw, reason } = reject({ ...row, stream, raw: row.record ?? "" }, { reason: row.reason });
  return { ...row, record: raw, reason };
}
