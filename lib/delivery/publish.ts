import { shortText } from "../errors.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { openProducer, type TooLarge, type TopicWritten } from "../kafka/producer.ts";
import { deadLetterTopic, topicName } from "../kafka/topics.ts";
import type { Source } from "../sources/source.ts";
import type { Stream } from "../streams/define.ts";
import { accept } from "./accept.ts";
import type { Accounts } from "./account.ts";
import { toMessage, type Undelivered } from "./dead_letter.ts";

/** What {@linkcode publish} works with. */
export interface PublishOptions {
  kafka: KafkaClient;
  accounts: Accounts;
  /** Prefix of topics. @default "" */
  prefix?: string;
  /** Told of a stream before its first record is written, so that its topics exist. */
  onStream: (stream: Stream) => Promise<void>;
  /** Ends waiting for a Kafka that is away. */
  signal?: AbortSignal | undefined;
  /** Told of each bad record. */
  onBad?: ((letter: Undelivered) => void) | undefined;
}

/**
 * Carries a source into Kafka: good records to their stream's topic, bad ones to its dead-letter
 * topic with their reason. When it returns, Kafka has acknowledged every one (acks=all).
 *
 * @returns What was written where: the offsets, by topic and partition.
 */
export async function publish(
  source: Source,
  options: PublishOptions,
): Promise<Map<string, TopicWritten>> {
  const { kafka, accounts, prefix = "", onStream, onBad, signal } = options;
  const producer = await openProducer(kafka, { signal });
  try {
    for await (const batch of source) {
      const { stream } = batch;
      if (!accounts.streams.includes(stream)) await onStream(stream);
      const topic = topicName(stream, prefix);
      const time = batch.modified ?? new Date().toISOString();
      const messages: { key: string; value: string }[] = [];
      const lines: number[] = [];
      const letters: Undelivered[] = [];
      accept(batch, {
        good(record, line) {
          messages.push({ key: stream.keyOf(record), value: JSON.stringify(record) });
          lines.push(line);
        },
        bad: (letter) => letters.push(letter),
      });
      for (const large of await producer.write(topic, messages)) {
        const place = { stream, source: batch.source, line: lines[large.index]!, time };
        letters.push({ ...place, ...oversize(large, messages[large.index]!.value) });
      }
      await producer.write(
        deadLetterTopic(stream, prefix),
        letters.map((letter) => toMessage(letter, { topic })),
      );
      letters.forEach((letter) => onBad?.(letter));
      const account = accounts.of(stream);
      const read = batch.records.length + batch.rejected.length;
      account.read += read;
      account.published += read - letters.length;
      account.rejected += letters.length;
      account.deadLettered += letters.length;
      accounts.report(stream, batch.progress);
    }
    return await producer.flush();
  } finally {
    await producer.close();
  }
}

function oversize({ bytes, limit }: TooLarge, value: string) {
  return {
    field: "",
    value: shortText(value),
    reason: `is too large for Kafka: ${bytes} bytes, at most ${limit}`,
    raw: value.slice(0, 64 << 10),
  };
}
