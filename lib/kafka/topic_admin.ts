import kafkajs from "kafkajs";
import { until } from "../retry.ts";
import type { KafkaClient } from "./client.ts";
import { kafkaCode } from "./errors.ts";
import { offsetsOf, topicOffsets } from "./topic_offsets.ts";

/** A topic to create. */
export interface NewTopic {
  topic: string;
  partitions: number;
  /** Kafka's topic settings: `retention.ms`, `cleanup.policy`. @default the broker's */
  config?: Record<string, string>;
}

/** A topic that exists. */
export interface TopicInfo {
  topic: string;
  /** One entry for each partition, by number. It has `end − start` messages, fewer if compacted. */
  partitions: { partition: number; leader: number; start: number; end: number }[];
}

/** Names of all topics except Kafka's own, sorted. */
export async function listTopics(kafka: KafkaClient): Promise<string[]> {
  // Not kafkajs's own, which takes a connection that is lost meanwhile for an empty answer.
  const names = await kafka.ask("list topics", async (cluster) => {
    const broker = await cluster.brokerPool.findConnectedBroker();
    return (await broker.metadata([])).topicMetadata.map(({ topic }) => topic);
  });
  return names.filter((name) => !name.startsWith("__")).sort();
}

/**
 * Creates topics and waits until each partition has a leader, which knows the topic. Those that exist are left alone.
 *
 * @returns The topics that were created.
 */
export async function createTopics(kafka: KafkaClient, topics: NewTopic[]): Promise<string[]> {
  const existing = new Set(await listTopics(kafka));
  const missing = topics.filter(({ topic }) => !existing.has(topic));
  const exists = (error: Error) => kafkaCode(error) === "TOPIC_ALREADY_EXISTS";
  if (missing.length > 0) {
    await kafka.administer(
      `create ${missing.map(({ topic }) => topic).join(", ")}`,
      async (admin) => {
        try {
          await admin.createTopics({
            waitForLeaders: false, // we wait below
            topics: missing.map(({ topic, partitions, config = {} }) => ({
              topic,
              numPartitions: partitions,
              replicationFactor: -1, // the broker's default
              configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
            })),
          });
        } catch (error) {
          const all = error instanceof kafkajs.KafkaJSAggregateError ? error.errors : [error];
          // Another process may create the same topics at the same moment.
          const failure = all.find((one) => !exists(one as Error));
          if (failure) throw failure;
        }
      },
    );
  }
  const names = topics.map(({ topic }) => topic);
  // Asked for the offsets, a leader shows that it knows the topic.
  if (names.length > 0) {
    await kafka.ask(`create ${names.join(", ")}`, (cluster) => offsetsOf(cluster, names, false), {
      isNew: true,
    });
  }
  return missing.map(({ topic }) => topic);
}

/** Deletes topics and waits until they are gone, so that they can be created again. */
export async function deleteTopics(kafka: KafkaClient, topics: string[]): Promise<void> {
  if (topics.length === 0) return;
  await kafka.administer(
    `delete ${topics.join(", ")}`,
    (admin) => admin.deleteTopics({ topics }),
  );
  await until(async () => {
    const left = await listTopics(kafka);
    return !topics.some((topic) => left.includes(topic));
  }, { every: 20, maxEvery: 500 });
}

/**
 * Partitions and offsets of topics, sorted by name.
 *
 * @throws {Error} A topic does not exist.
 */
export async function describeTopics(kafka: KafkaClient, topics: string[]): Promise<TopicInfo[]> {
  if (topics.length === 0) return [];
  const { topics: found } = await kafka.administer(
    `describe ${topics.join(", ")}`,
    (admin) => admin.fetchTopicMetadata({ topics }),
  );
  found.sort((a, b) => a.name < b.name ? -1 : 1);
  return await Promise.all(found.map(async ({ name, partitions }) => {
    const offsets = await topicOffsets(kafka, name, `describe ${name}`);
    return {
      topic: name,
      partitions: offsets
        .map(({ partition, start, end }) => {
          const known = partitions.find(({ partitionId }) => partitionId === partition);
          return { partition, leader: known?.leader ?? -1, start, end }; // −1: no leader known
        })
        .sort((a, b) => a.partition - b.partition),
    };
  }));
}

/** The settings of a topic that differ from the broker's defaults. */
export async function topicConfig(
  kafka: KafkaClient,
  topic: string,
): Promise<Record<string, string>> {
  return (await topicConfigs(kafka, [topic])).get(topic) ?? {};
}

/** The settings of topics, by their names, that differ from the broker's defaults. */
export async function topicConfigs(
  kafka: KafkaClient,
  topics: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  if (topics.length === 0) return new Map();
  const { resources } = await kafka.administer(
    `describe ${topics.join(", ")}`,
    (admin) =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: topics.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
      }),
  );
  return new Map(resources.map(({ resourceName, configEntries }) => [
    resourceName,
    Object.fromEntries(
      configEntries
        .filter((entry) => entry.configSource === kafkajs.ConfigSource.TOPIC_CONFIG)
        .map((entry) => [entry.configName, entry.configValue]),
    ),
  ]));
}
