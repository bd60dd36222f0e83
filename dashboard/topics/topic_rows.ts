/** The topics of the namespace, for the page's tables. */
import { cached } from "../../lib/api/cached.ts";
import { describeTopics, listTopics, topicConfigs } from "../../lib/kafka/topic_admin.ts";
import { topicSizes } from "../../lib/kafka/topic_sizes.ts";
import { topicRow } from "../../lib/kafka/summaries.ts";
import { durationWords } from "./duration_words.ts";
import type { DashboardServices } from "../services.ts";

/** A topic with what is known about it. */
export interface TopicFacts {
  topic: string;
  /** Where its messages are shown. */
  page: string;
  partitions: number;
  /** The span of the offsets: a compacted topic has fewer. */
  messages: number;
  /** Of one copy; null if the brokers do not tell us. */
  size: number | null;
  kept: string;
  /** By partition. */
  places: { partition: number; leader: number; start: number; end: number }[];
}

/** Milliseconds for which the topics are believed: each look asks the brokers some ten times. */
const FRESH = 1900;
const known = new WeakMap<DashboardServices, { get(): Promise<TopicFacts[]> }>();

/** @throws {UnavailableError} Kafka is away. */
export function topicFacts(services: DashboardServices): Promise<TopicFacts[]> {
  let facts = known.get(services);
  if (!facts) {
    facts = cached(() => readFacts(services), { fresh: FRESH, stale: FRESH });
    known.set(services, facts);
  }
  return facts.get();
}

async function readFacts(services: DashboardServices): Promise<TopicFacts[]> {
  const kafka = await services.kafka();
  const names = (await listTopics(kafka)).filter((topic) => topic.startsWith(kafka.prefix));
  const infos = await describeTopics(kafka, names);
  const [configs, sizes] = await Promise.all([
    topicConfigs(kafka, names),
    topicSizes(kafka, infos).catch(() => new Map<string, number>()), // not ours to know: null below
  ]);
  return infos.map((info) => ({
    ...topicRow(info),
    page: `?${new URLSearchParams({ topic: info.topic })}#panel-messages`,
    size: sizes.get(info.topic) ?? null,
    kept: keptText(configs.get(info.topic) ?? {}),
    places: info.partitions,
  }));
}

/** How long a topic keeps messages, in words. */
export function keptText(config: Readonly<Record<string, string>>): string {
  const policy = config["cleanup.policy"] ?? "delete";
  const time = config["retention.ms"];
  const bytes = config["retention.bytes"];
  const parts = [];
  if (policy.includes("compact")) parts.push("newest of each key");
  if (policy.includes("delete")) {
    parts.push(
      time === undefined
        ? "as the broker is set"
        : Number(time) < 0
        ? "always"
        : durationWords(Number(time)),
    );
  }
  if (bytes !== undefined && Number(bytes) >= 0) parts.push(`up to ${bytes} bytes`);
  return parts.join(", ");
}
