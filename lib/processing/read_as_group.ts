import type { KafkaClient } from "../kafka/client.ts";
import { consume, type IncomingBatch } from "../kafka/consumer.ts";
import { committedOffsets, endOffsets } from "../kafka/offsets.ts";
import { topicOffsets } from "../kafka/topic_offsets.ts";
import { untilCommitted } from "./drain.ts";

/** Options for {@linkcode readAsGroup}: who reads, where it begins and when it ends. */
export interface ReadAsGroupOptions {
  /** The consumer group, with the namespace's prefix. */
  group: string;
  /** Called with messages; when it returns, they are committed. */
  onMessages(batch: IncomingBatch): void;
  /** Where to begin in a partition of which the group has committed nothing. @default "earliest" */
  from?: "earliest" | "latest";
  /** Maximum number of messages. @default all that exist now */
  limit?: number;
  /** Go on with new messages instead of ending at the last one that exists now. @default false */
  follow?: boolean;
  /** Called once, with `follow`, when the group has been joined. */
  onJoined?: () => void;
  /** Ends the reading, without an error; what was handed over is committed. */
  signal?: AbortSignal;
}

/**
 * Reads a topic as a member of a consumer group, as Kafka's console consumer does: from what the group has
 * committed on, and what is read is committed. Members of one group share the topic's partitions.
 *
 * @throws {UnavailableError} Kafka stayed away.
 */
export async function readAsGroup(
  kafka: KafkaClient,
  topic: string,
  options: ReadAsGroupOptions,
): Promise<void> {
  const { group, from = "earliest", follow = false, signal, onMessages } = options;
  let left = options.limit ?? Infinity;
  const goal = await endOffsets(kafka, [topic]);
  const enough = Promise.withResolvers<void>();
  if (left === 0) return;
  const consumer = await consume(kafka, {
    groupId: group,
    topics: [topic],
    fromBeginning: from === "earliest",
    ...signal ? { signal } : {},
    async onAssigned(partitions, consumer) {
      // So the group has a place in each partition, also in one without messages.
      const committed = (await committedOffsets(kafka, group, [topic])).get(topic);
      for (const { partition, start, end } of await topicOffsets(kafka, topic)) {
        const isOwn = partitions.some((own) => own.partition === partition);
        if (!isOwn || committed?.has(partition)) continue;
        await consumer.commit(topic, partition, from === "earliest" ? start : end);
      }
    },
    async onBatch(batch, consumer) {
      if (left <= 0) return;
      const messages = batch.messages.slice(0, left);
      left -= messages.length;
      const isWhole = messages.length === batch.messages.length;
      const nextOffset = isWhole ? batch.nextOffset : messages.at(-1)!.offset + 1;
      if (messages.length > 0) onMessages({ ...batch, messages, nextOffset });
      await consumer.commit(topic, batch.partition, nextOffset);
      if (left <= 0) enough.resolve();
    },
  });
  const over = new AbortController();
  const stop = AbortSignal.any([over.signal, ...signal ? [signal] : []]);
  options.onJoined?.();
  try {
    const all = follow
      ? new Promise<void>(() => {})
      : untilCommitted(kafka, { group, goal, signal: stop });
    await Promise.race([consumer.ended, enough.promise, all]);
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    over.abort(); // ends the wait, if the limit or a failure came first
    await consumer.stop();
  }
}
