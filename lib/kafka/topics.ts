import type { Stream } from "../streams/define.ts";
import { parseDuration } from "../time.ts";
import type { KafkaClient } from "./client.ts";
import { createTopics, type NewTopic } from "./topic_admin.ts";

/** The topic of a stream: its name after the namespace's prefix. */
export function topicName(stream: { name: string }, prefix = ""): string {
  return `${prefix}${stream.name}`;
}

/** The topic of a stream's dead letters: `<prefix><stream>_dlq`. */
export function deadLetterTopic(stream: { name: string }, prefix = ""): string {
  return `${prefix}${stream.name}_dlq`;
}

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
 * @param options The namespace's prefix. @default no prefix
 * @returns The topics that were created.
 * @throws {UnavailableError} Kafka cannot be reached.
 */
export async function ensureTopics(
  kafka: KafkaClient,
  streams: readonly Pick<Stream, "name" | "partitions" | "retention" | "compact">[],
  { prefix = "" }: { prefix?: string } = {},
): Promise<string[]> {
  const wanted = streams.flatMap((stream) => topicsOf(stream, prefix));
  return await createTopics(kafka, wanted);
}
