import type { KafkaClient } from "../kafka/client.ts";
import type { IncomingMessage } from "../kafka/consumer.ts";
import { readTopic } from "../kafka/read.ts";
import { listTopics } from "../kafka/topic_admin.ts";
import { originOf } from "../processing/dead_letter_headers.ts";
import { markedBy, type ReplayedLetter } from "../processing/dead_letter_marks.ts";
import { type LetterPlace, predecessorOf } from "../processing/resent_letters.ts";
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
  /** It was sent again already and is not open: the run was ended before it could mark it. */
  isUnmarked: boolean;
}

/** The open letters of a stream. */
export interface OpenLetters {
  /** How many there are. A letter that a sink has written twice counts once, as in the table. */
  count: number;
  /** How many others were sent again and are not marked. */
  unmarked: number;
  /** Reads them and those that are not marked, oldest first; they are not kept in memory. */
  read(): AsyncGenerator<OpenLetter>;
}

/**
 * Finds the open letters of a stream: those without a later mark in its dead-letter topic, and without a
 * letter that succeeds them.
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
  if (!(await listTopics(kafka)).includes(topic)) {
    return { count: 0, unmarked: 0, async *read() {} };
  }
  /** The last letter by identity, and the offset of the last one that is marked. */
  const last = new Map<string, { place: string; offset: number; isOnce: boolean }>();
  const marked = new Map<string, number>();
  /** Places of letters that have a successor. */
  const succeeded = new Set<string>();
  for await (const { partition, message } of messagesOf(kafka, topic, signal)) {
    const mark = markedBy(message.headers);
    const letter = { topic, partition: mark?.partition ?? partition };
    const { identity, predecessor, isOnce } = identify(stream, { ...letter, message });
    if (predecessor) succeeded.add(placeText(predecessor));
    const { offset } = mark ?? message;
    if (mark) marked.set(identity, Math.max(offset, marked.get(identity) ?? 0));
    else {
      const place = placeText({ partition, offset, refused: message.timestamp });
      last.set(identity, { place, offset, isOnce });
    }
  }
  signal?.throwIfAborted(); // the marks that were not read would be missing
  const unmarked = new Set<string>();
  for (const [identity, { place, offset, isOnce }] of last) {
    const mark = marked.get(identity) ?? -1;
    if (offset <= mark) last.delete(identity);
    // Of a letter that was written twice, the row of the second one may have replaced the mark's.
    else if (isOnce && mark >= 0 || succeeded.has(place)) unmarked.add(identity);
  }
  async function* read(): AsyncGenerator<OpenLetter> {
    for await (const { partition, message } of messagesOf(kafka, topic, signal)) {
      if (markedBy(message.headers)) continue;
      const { identity, row } = identify(stream, { topic, partition, message });
      if (last.get(identity)?.offset !== message.offset) continue;
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
        row,
        isUnmarked: unmarked.has(identity),
      };
    }
  }
  return { count: last.size - unmarked.size, unmarked: unmarked.size, read };
}

/** A place as text. With the time, as letters of a topic that was deleted had the same offsets. */
function placeText({ partition, offset, refused }: LetterPlace): string {
  return `${partition}/${offset} ${Math.max(0, refused)}`;
}

async function* messagesOf(kafka: KafkaClient, topic: string, signal?: AbortSignal) {
  for await (const { partition, messages } of readTopic(kafka, topic, signal ? { signal } : {})) {
    for (const message of messages) yield { partition, message };
  }
}

/**
 * What letters of the same rejection have in common: the identity of their row, and where the record was
 * read. `isOnce`: the record is of a topic, so that it can be refused only once, other than a file's line.
 */
function identify(
  stream: Stream,
  { topic: own, partition, message }: {
    topic: string;
    partition: number;
    message: IncomingMessage;
  },
) {
  const row = letterRow(stream, message, { topic: own, partition });
  const { time, source, line } = row;
  const { topic, partition: from, offset } = originOf(message.headers);
  const predecessor = predecessorOf(row, own);
  // A letter that is sent again twice is read at two places, and has one successor.
  const place = predecessor ? [] : [topic?.slice(0, 249), from, offset];
  // A letter that is too large has only the start of its source.
  const identity = JSON.stringify([partition, time, source.slice(0, 900), line, ...place]);
  return { row, identity, predecessor, isOnce: !!predecessor || source === `${topic}/${from}` };
}
