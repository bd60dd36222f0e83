import { messageOf } from "../errors.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { committedOffsets, endOffsets } from "../kafka/offsets.ts";
import { deadLetterTopic, ensureTopics, topicName } from "../kafka/topics.ts";
import { untilApplied } from "../questdb/applied.ts";
import { sleep } from "../retry.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/define.ts";
import { openSink, sinkGroup, type SinkOptions } from "./sink.ts";

/** What {@linkcode serveSink} takes. */
export interface ServeOptions extends SinkOptions {
  /** Ends the service cleanly. */
  signal: AbortSignal;
  /** Told when the sink failed and is about to be opened again. */
  onTrouble: (message: string) => void;
}

/**
 * Keeps a sink running: when Kafka or QuestDB goes away for longer than a batch is retried, it waits
 * and goes on from the last committed offset.
 */
export async function serveSink(stream: Stream, options: ServeOptions): Promise<void> {
  const { signal, onTrouble, kafka, prefix = "" } = options;
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  while (!signal.aborted) {
    try {
      await ensureTopics(kafka, [stream], { prefix });
      const sink = await openSink(stream, options);
      try {
        await Promise.race([sink.done, stopped]);
      } finally {
        await sink.stop();
      }
    } catch (error) {
      if (signal.aborted) throw error;
      onTrouble(`${stream.name}: ${messageOf(error)}. Trying again in 5 s`);
      await sleep(5000, signal).catch(() => {});
    }
  }
}

/** Stores all that the stream's topics hold at this moment, and stops. */
export async function sinkOnce(
  stream: Stream,
  options: SinkOptions & { signal: AbortSignal },
): Promise<void> {
  const { kafka, db, prefix = "", signal } = options;
  await ensureTopics(kafka, [stream], { prefix });
  const sink = await openSink(stream, options);
  try {
    const topics = [topicName(stream, prefix), deadLetterTopic(stream, prefix)];
    await Promise.race([
      sink.done,
      untilRead(kafka, { topics, group: sinkGroup(stream, prefix), signal }),
    ]);
  } finally {
    await sink.stop();
  }
  await untilApplied(db, [stream, deadLetters].map(db.tableOf), { signal });
}

/** Waits until a group has committed all that its topics hold at this moment. */
async function untilRead(
  kafka: KafkaClient,
  { topics, group, signal }: { topics: string[]; group: string; signal: AbortSignal },
): Promise<void> {
  const ends = await endOffsets(kafka, topics);
  const behind = async () => {
    const committed = await committedOffsets(kafka, group, topics);
    return [...ends].some(([topic, partitions]) =>
      [...partitions].some(([partition, end]) => (committed.get(topic)?.get(partition) ?? 0) < end)
    );
  };
  while (await behind()) await sleep(50, signal);
}
