import { UsageError } from "../errors.ts";
import type { KafkaClient } from "./client.ts";
import { createTopics, describeTopics } from "./topic_admin.ts";

/** Options for {@linkcode createTopic}: partitions, settings. */
export interface CreateTopicOptions {
  /** @default 2 */
  partitions?: number;
  /** Kafka's topic settings: `retention.ms`. @default the broker's */
  config?: Record<string, string>;
}

/**
 * Creates one topic that must not exist yet, in the client's namespace: its prefix is put before a
 * name that does not start with it.
 *
 * @returns Its full name.
 * @throws {UsageError} Kafka does not accept the name.
 * @throws {Error} The topic exists already.
 */
export async function createTopic(
  kafka: KafkaClient,
  name: string,
  { partitions = 2, config = {} }: CreateTopicOptions = {},
): Promise<string> {
  const { prefix } = kafka;
  const topic = name.startsWith(prefix) ? name : `${prefix}${name}`;
  if (!/^[a-zA-Z0-9._-]{1,249}$/.test(topic) || /^\.{1,2}$/.test(topic)) {
    throw new UsageError(
      `Cannot name a topic ${JSON.stringify(topic)}: ` +
        "Kafka accepts letters, digits, ., _ and -, at most 249",
    );
  }
  const [made] = await createTopics(kafka, [{ topic, partitions, config }]);
  if (made) return made;
  const [info] = await describeTopics(kafka, [topic]);
  const count = info!.partitions.length;
  throw new Error(
    `Cannot create the topic ${topic}: it exists already, with ${count} ` +
      `partition${count === 1 ? "" : "s"}. Delete it with: deno task topics delete ${name}`,
  );
}
