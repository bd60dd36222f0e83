import type { KafkaClient } from "./client.ts";
import { disconnect } from "./disconnect.ts";
import { fetchOnce } from "./group/fetch.ts";
import { listTopics } from "./topic_admin.ts";
import { topicOffsets } from "./topic_offsets.ts";
import { type IncomingBatch, OffsetOutOfRangeError, type Position } from "./wire/fetch_request.ts";
import type { IncomingMessage } from "./wire/incoming_message.ts";

/** A place in a topic. */
export interface MessagePlace {
  partition: number;
  offset: number;
}

/**
 * Reads single messages of a topic by partition and offset, without a consumer group.
 *
 * @returns The messages found, by `partition/offset`: those that have expired, were compacted away or
 * never were are left out, and all of them if there is no such topic.
 * @throws {UnavailableError} Kafka stayed away.
 */
export async function readAt(
  kafka: KafkaClient,
  topic: string,
  places: readonly MessagePlace[],
): Promise<Map<string, IncomingMessage>> {
  const found = new Map<string, IncomingMessage>();
  if (places.length === 0 || !(await listTopics(kafka)).includes(topic)) return found;
  const held = await topicOffsets(kafka, topic);
  const offsetsIn = (partition: number) =>
    places.filter((place) => place.partition === partition)
      .map(({ offset }) => offset)
      .toSorted((a, b) => a - b);
  const cluster = kafka.newCluster();
  try {
    await kafka.retry(`read ${topic}`, async () => {
      await cluster.connect();
      await cluster.addMultipleTargetTopics([topic]);
    });
    // One partition at a time: an answer of limited size may leave out the others.
    for (const { partition, start, end } of held) {
      const wanted = new Set(offsetsIn(partition).filter((at) => at >= start && at < end));
      for (let left = [...wanted]; left.length > 0;) {
        const position = { topic, partition, offset: left[0]! };
        const { messages, nextOffset } = await fetchAt(kafka, cluster, position);
        for (const message of messages) {
          if (wanted.has(message.offset)) found.set(`${partition}/${message.offset}`, message);
        }
        // The first is never asked for again: if it was not among the messages, it is gone.
        left = left.slice(1).filter((offset) => offset >= nextOffset);
      }
    }
  } finally {
    await disconnect(cluster, kafka.log);
  }
  return found;
}

const LIMITS = { maxBytesPerPartition: 1 << 20, maxBytes: 1 << 20, minBytes: 1, maxWait: 250 };

/** Reads from a position; one that has just expired is answered with no message. */
async function fetchAt(
  kafka: KafkaClient,
  cluster: Parameters<typeof fetchOnce>[0],
  position: Position,
): Promise<Pick<IncomingBatch, "messages" | "nextOffset">> {
  return await kafka.retry(`read ${position.topic}`, async () => {
    try {
      const [batch] = await fetchOnce(cluster, [position], LIMITS);
      const damaged = batch!.nextOffset === position.offset && position.suspect !== undefined;
      // A second answer tells damage on the wire from damage that stays.
      return damaged ? (await fetchOnce(cluster, [position], LIMITS))[0]! : batch!;
    } catch (error) {
      if (!(error instanceof OffsetOutOfRangeError)) throw error;
      return { messages: [], nextOffset: position.offset + 1 };
    }
  });
}
