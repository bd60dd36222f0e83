import type { KafkaClient } from "../kafka/client.ts";
import {
  openProducer,
  type OutgoingMessage,
  type Producer,
  type TopicWritten,
} from "../kafka/producer.ts";
import { readAt } from "../kafka/read_at.ts";
import { ensureTopics } from "../kafka/topics.ts";
import { writeDeadLetters } from "../processing/dead_letter_output.ts";
import { toMark } from "../processing/dead_letter_marks.ts";
import type { Stream } from "../streams/stream.ts";
import { type OpenLetter, openLetters } from "./replay_letters.ts";
import { fromLetter, fromSource, needsSource, type Resent } from "./replay_message.ts";

/** Which letters are sent again. */
export interface ReplayChoice {
  /** Text that the field or the reason contains; case does not matter. @default any */
  reason?: string | undefined;
  /** Only letters refused since then, in milliseconds since 1970. @default any */
  since?: number | undefined;
  /** Maximum number of letters sent. @default all */
  limit?: number | undefined;
  /** A record that was sent again so often is not sent once more. @default 3 */
  maxAttempts?: number | undefined;
}

/** Options for {@linkcode replay}. */
export interface ReplayOptions extends ReplayChoice {
  kafka: KafkaClient;
  /** Count only; nothing is written. @default false */
  dryRun?: boolean;
  /** Ends the run after the letters in hand. */
  signal?: AbortSignal | undefined;
  /** Called before the first letter is sent, when the topics exist. */
  onFirst?: (() => Promise<void>) | undefined;
  /** Called with each letter that cannot be sent again, and why. */
  onUnreplayable?: ((letter: OpenLetter, why: string) => void) | undefined;
  /** Called with each chosen letter. */
  onChosen?: ((letter: OpenLetter) => void) | undefined;
  /** Called when a count has changed. */
  onChange?: ((counts: ReplayCounts) => void) | undefined;
  /** @default openProducer */
  open?: typeof openProducer;
}

/** What became of the open letters: `letters` = `replayed` + `skipped` + `exhausted` + `unreplayable`, always. */
export interface ReplayCounts {
  /** Open letters at the start. */
  letters: number;
  /** Sent again. */
  replayed: number;
  /** Not chosen, or not reached before the run ended. */
  skipped: number;
  /** Not sent, as they were sent as often as is allowed. */
  exhausted: number;
  /** Not sent, as their record is not there any more. */
  unreplayable: number;
}

/** When letters were written, in milliseconds since 1970, by their partition and offset in the dead-letter topic. */
export type SentLetters = Map<number, Map<number, number>>;

/** How many letters are sent, and then marked, at a time, and their bytes. */
const CHUNK = { letters: 500, bytes: 8 << 20 };
/** Bytes kept in memory for a message that is read from its topic, which has neighbours. */
const FROM_SOURCE = 200_000;
/** Kafka's own limit, less what the counter needs: a letter may be as large as Kafka allows. */
const MAX_BATCH = 1_048_000;

/**
 * Sends open dead letters of a stream to its topic again. Each is sent, and when Kafka has
 * acknowledged it, marked in the dead-letter topic. If a run is killed between the two, the next one sends
 * the letter again, or only marks it if its record has been refused again meanwhile; so do two runs at
 * once. That is harmless: the record has one row, and the letter one successor. A letter that is not
 * sent stays open.
 *
 * @returns The counts, which offsets of the stream's topic were written, and which letters were sent.
 * @throws {UnavailableError} Kafka stayed away.
 */
export async function replay(
  stream: Stream,
  options: ReplayOptions,
): Promise<ReplayCounts & { written: TopicWritten | undefined; sent: SentLetters }> {
  const { kafka, dryRun = false, signal, onFirst, onUnreplayable, onChosen, onChange } = options;
  const { limit = Infinity, maxAttempts = 3, open = openProducer } = options;
  const topic = kafka.topicOf(stream);
  const letters = await openLetters(kafka, stream, { signal });
  const counts = { letters: letters.count, replayed: 0, skipped: 0, exhausted: 0, unreplayable: 0 };
  const places: SentLetters = new Map();
  if (letters.count + letters.unmarked === 0) {
    return { ...counts, written: undefined, sent: places };
  }
  let producer: Producer | undefined;
  let chunk: OpenLetter[] = [], unmarked: OpenLetter[] = [], bytes = 0;

  function keep(letter: OpenLetter, why: string): void {
    counts.unreplayable++;
    onUnreplayable?.(letter, why);
  }
  async function begin(): Promise<Producer> {
    await ensureTopics(kafka, [stream]);
    await onFirst?.();
    return await open(kafka, { maxBatchBytes: MAX_BATCH, ...(signal ? { signal } : {}) });
  }
  async function send(): Promise<void> {
    const found = await resolve(stream, chunk, { kafka, topic });
    const sentBefore = unmarked;
    chunk = [];
    unmarked = [];
    bytes = 0;
    let sent: { letter: OpenLetter; message: OutgoingMessage }[] = [];
    for (const [letter, resent] of found) {
      if ("why" in resent) keep(letter, resent.why);
      else sent.push({ letter, message: resent.message });
    }
    if (!dryRun && sent.length + sentBefore.length > 0) {
      producer ??= await begin();
      const large = await producer.write(topic, sent.map(({ message }) => message));
      for (const { index, bytes, limit } of large) {
        keep(sent[index]!.letter, `it needs ${bytes} bytes, and Kafka takes at most ${limit}`);
      }
      sent = sent.filter((_, i) => !large.some(({ index }) => index === i));
      await producer.flush();
      const now = new Date().toISOString();
      for (const { letter: { partition, offset, refused } } of sent) {
        places.set(partition, (places.get(partition) ?? new Map()).set(offset, refused));
      }
      const marks = [...sentBefore, ...sent.map(({ letter }) => letter)]
        .map((letter) => toMark(letter, now));
      await writeDeadLetters(producer, kafka.deadLetterTopicOf(stream), marks);
      await producer.flush();
    }
    counts.replayed += sent.length;
    onChange?.(counts);
  }

  try {
    for await (const letter of letters.read()) {
      if (signal?.aborted) break;
      if (letter.isUnmarked) {
        if (unmarked.push(letter) >= CHUNK.letters) await send();
        continue;
      }
      if (!isChosen(letter, options)) continue;
      onChosen?.(letter);
      if ((letter.row.attempts ?? 0) >= maxAttempts) {
        counts.exhausted++;
        continue;
      }
      if (counts.replayed + chunk.length >= limit) continue;
      chunk.push(letter);
      bytes += needsSource(stream, letter) ? FROM_SOURCE : letter.text?.length ?? 0;
      const full = chunk.length >= CHUNK.letters || bytes >= CHUNK.bytes;
      if (full || counts.replayed + chunk.length >= limit) await send();
    }
    if (!signal?.aborted) await send();
    const written = (await producer?.flush())?.get(topic);
    const { letters: all, replayed, exhausted, unreplayable } = counts;
    return { ...counts, skipped: all - replayed - exhausted - unreplayable, written, sent: places };
  } finally {
    await producer?.close();
  }
}

function isChosen({ row, refused }: OpenLetter, { reason = "", since = -Infinity }: ReplayChoice) {
  const text = `${row.field ?? ""} ${row.reason}`.toLowerCase();
  return refused >= since && text.includes(reason.toLowerCase());
}

/** What to send for each letter; records that the letters do not have are read from the topic. */
async function resolve(
  stream: Stream,
  letters: readonly OpenLetter[],
  { kafka, topic }: { kafka: KafkaClient; topic: string },
): Promise<[OpenLetter, Resent][]> {
  const places = letters
    .filter((letter) => needsSource(stream, letter) && letter.origin.topic === topic)
    .flatMap(({ origin: { partition, offset } }) =>
      partition === undefined || offset === undefined ? [] : [{ partition, offset }]
    );
  const sources = await readAt(kafka, topic, places);
  return letters.map((letter) => {
    if (!needsSource(stream, letter)) return [letter, fromLetter(stream, letter)];
    const { partition, offset } = letter.origin;
    const source = sources.get(`${partition}/${offset}`);
    return [letter, fromSource(stream, letter, { topic, source })];
  });
}
