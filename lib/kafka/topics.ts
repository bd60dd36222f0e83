import type { Stream } from "../streams/stream.ts";
import { parseDuration } from "../time.ts";
import type { KafkaClient } from "./client.ts";
import { deadLetterTopic, topicName } from "./topic_names.ts";
import { createTopics, type NewTopic } from "./topic_admin.ts";

/** The settings of a stream's topic and of its dead-letter topic. Dead letters are kept forever. */
export function topicsOf(
  stream: Pick<Stream, "name" | "partitions" | "retention" | "compact">,
  prefix = "",
): NewTopic[] {
  const { partitions, retention, compact } = stream;
  return [
    {
      topic: topicName(stream, prefix),
      partitions,
      config: compact
        ? { "cleanup.policy": "compact" }
        : { "retention.ms": String(parseDuration(retention)) },
    },
    { topic: deadLetterTopic(stream, prefix), partitions: 1, config: { "retention.ms": "-1" } },
  ];
}

/**
 * Creates the missing topics of streams and their dead letters, and waits until they can be written.
 * A topic that exists is left as it is, even with fewer partitions or another retention than
 * declared: adding partitions would move keys.
 *
 * @returns The topics that were created.
 * @throws {UnavailableError} Kafka cannot be reached.
 */
export async function ensureTopics(
  kafka: KafkaClient,
  streams: readonly Pick<Stream, "name" | "partitions" | "retention" | "compact">[],
): Promise<string[]> {
  const wanted = streams.flatMap((stream) => topicsOf(stream, kafka.prefix));
  return await createTopics(kafka, wanted);
}
