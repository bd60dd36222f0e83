import type { KafkaClient } from "./client.ts";

/**
 * The first offset of each partition whose message has this time or a later one; the next offset to be
 * written, if there is none.
 *
 * @param time Epoch milliseconds, of the messages' own timestamps.
 * @throws {UnavailableError} Kafka stayed away.
 */
export async function offsetsAt(
  kafka: KafkaClient,
  topic: string,
  time: number,
): Promise<Map<number, number>> {
  const found = await kafka.administer(
    `read the offsets of ${topic} at ${new Date(time).toISOString()}`,
    (admin) => admin.fetchTopicOffsetsByTimestamp(topic, Math.floor(time)),
  );
  return new Map(found.map(({ partition, offset }) => [partition, Number(offset)]));
}
