import type { KafkaClient } from "../kafka/client.ts";
import {
  openProducer,
  type Producer,
  type TooLarge,
  type TopicWritten,
} from "../kafka/producer.ts";
import { accept } from "../processing/accept.ts";
import type { Accounts } from "../processing/account.ts";
import { placeHeader } from "../processing/change_place.ts";
import { toMessage } from "../processing/dead_letter_messages.ts";
import { writeDeadLetters } from "../processing/dead_letter_output.ts";
import type { Source } from "../sources/source.ts";
import { reject, type Rejection, withFirstBytes } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import { countAcknowledged } from "./keep_acknowledged.ts";

/** Options for {@linkcode publish}. */
export interface PublishOptions {
  kafka: KafkaClient;
  accounts: Accounts;
  /** Called with a stream before its first record is written, to create its topics. */
  onStream: (stream: Stream) => Promise<void>;
  /** Called with the producer, which knows also after a failure what Kafka has acknowledged. */
  onOpen?: (producer: Producer) => void;
  /** Ends the wait for a Kafka that cannot be reached. */
  signal?: AbortSignal | undefined;
  /** Called with each rejection. */
  onBad?: ((rejection: Rejection) => void) | undefined;
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
  const { kafka, accounts, onStream, onBad, signal } = options;
  const producer = await openProducer(kafka, { signal });
  options.onOpen?.(producer);
  try {
    for await (const batch of source) {
      const { stream } = batch;
      if (!accounts.streams.includes(stream)) await onStream(stream);
      const topic = kafka.topicOf(stream);
      const time = batch.modified ?? new Date().toISOString();
      const messages: { key: string; value: string; headers?: Record<string, string> }[] = [];
      const lines: number[] = [];
      const rejections: Rejection[] = [];
      accept(batch, {
        good(record, line) {
          const message = { key: stream.keyOf(record), value: stream.encode(record) };
          messages.push(stream.changes ? { ...message, headers: placeHeader(line) } : message);
          lines.push(line);
        },
        bad: (rejection) => rejections.push(rejection),
        unknown: (names) => accounts.unknown(stream, names),
      });
      for (const large of await producer.write(topic, messages)) {
        const { value } = messages[large.index]!;
        const line = lines[large.index]!;
        const input = {
          stream,
          source: batch.source,
          line,
          time,
          raw: value,
          text: "whole" as const,
        };
        rejections.push(withFirstBytes(reject(input, oversize(large, value))));
      }
      await writeDeadLetters(
        producer,
        kafka.deadLetterTopicOf(stream),
        rejections.map((rejection) => toMessage(rejection, { topic })),
      );
      rejections.forEach((rejection) => onBad?.(rejection));
      const account = accounts.of(stream);
      account.read += batch.records.length + batch.rejected.length;
      account.rejected += rejections.length;
      account.deadLettered += rejections.length;
      countAcknowledged(accounts, { kafka, producer });
      accounts.report(stream, batch.progress);
    }
    const written = await producer.flush();
    countAcknowledged(accounts, { kafka, producer });
    accounts.streams.forEach((stream) => accounts.report(stream));
    return written;
  } finally {
    await producer.close();
  }
}

function oversize({ bytes, limit }: TooLarge, value: string) {
  return { value, reason: `is too large for Kafka: ${bytes} bytes, at most ${limit}` };
}
