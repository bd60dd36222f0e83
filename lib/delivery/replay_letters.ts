import type { KafkaClient } from "../kafka/client.ts";
import type { IncomingMessage, TopicPartition } from "../kafka/consumer.ts";
import { readTopic } from "../kafka/read.ts";
import { listTopics } from "../kafka/topic_admin.ts";
import { originOf } from "../processing/dead_letter_headers.ts";
import { markedBy, type ReplayedLetter } from "../processing/dead_letter_marks.ts";
import type { Stream } from "../streams/stream.ts";
import { letterRow } from "./letter_row.ts";

/** A dead letter that has not been sent again. */
export interface OpenLetter extends ReplayedLetter {
  /** When it was written to the dead-letter topic, in milliseconds since 1970. */
  refused: number;
  /** The value as text; null if it has none. */
  text: string | null;
  /** Where its record was read, as far as its headers say. */
  origin: ReturnType<typeof originOf>;
}

/** The open letters of a stream. */
export interface OpenLetters {
  /** How many there are. A letter that a sink has written twice counts once, as in the table. */
  count: number;
  /** Reads them, oldest first; they are not kept in memory. */
  read(): AsyncGenerator<OpenLetter>;
}

/**
 * Finds the open letters of a stream: those without a later mark in its dead-letter topic.
 *
 * @throws {UnavailableError} Kafka stayed away.
 * @throws The signal's reason, if it aborts meanwhile.
 */
export async function openLetters(
  kafka: KafkaClient,
  stream: Stream,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<OpenLetters> {
  const topic = kafka.deadLetterTopicOf(stream);
  if (!(await listTopics(kafka)).includes(topic)) return { count: 0, async *read() {} };
  /** Offset of the last letter, and of the last letter that is marked, by identity. */
  const last = new Map<string, number>(), marked = new Map<string, number>();
  for await (const { partition, message } of messagesOf(kafka, topic, signal)) {
    const mark = markedBy(message.headers);
    const place = mark ?? { partition, offset: message.offset };
    const seen = mark ? marked : last;
    const identity = identityOf(stream, message, { topic, partition: place.partition });
    seen.set(identity, Math.max(place.offset, seen.get(identity) ?? 0));
  }
  signal?.throwIfAborted(); // the marks that were not read would be missing
  for (const [identity, offset] of marked) {
    if (offset >= (last.get(identity) ?? Infinity)) last.delete(identity);
  }
  async function* read(): AsyncGenerator<OpenLetter> {
    for await (const { partition, message } of messagesOf(kafka, topic, signal)) {
      if (markedBy(message.headers)) continue;
      if (last.get(identityOf(stream, message, { topic, partition })) !== message.offset) continue;
      const { offset, timestamp, key, value, headers } = message;
      yield {
        partition,
        offset,
        refused: timestamp,
        key,
        value,
        text: message.text() ?? null,
        headers,
        origin: originOf(headers),
        row: letterRow(stream, message, { topic, partition }),
      };
    }
  }
  return { count: last.size, read };
}

async function* messagesOf(kafka: KafkaClient, topic: string, signal?: AbortSignal) {
  for await (const { partition, messages } of readTopic(kafka, topic, signal ? { signal } : {})) {
    for (const message of messages) yield { partition, message };
  }
}

/** What letters of the same record have in common: the identity of their row, and where it was read. */
function identityOf(stream: Stream, message: IncomingMessage, letter: TopicPartition): string {
  const { time, source, line } = letterRow(stream, message, letter);
  const { topic, partition: from, offset } = originOf(message.headers);
  // A letter that is too large has only the start of its source.
  return JSON.stringify([
    letter.partition,
    time,
    source.slice(0, 900),
    line,
    topic?.slice(0, 249),
    from,
    offset,
  ]);
}
