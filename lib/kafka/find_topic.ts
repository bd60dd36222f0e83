import { nearest } from "../nearest.ts";
import type { KafkaClient } from "./client.ts";
import { listTopics } from "./topic_admin.ts";

/**
 * The topic that a name stands for: first in the client's namespace, then anywhere.
 *
 * @param options `own`: look in the namespace only. For commands that change a topic: they never mean
 * a topic of another tenant. @default false
 * @throws {Error} There is no topic of that name; the message suggests similar ones.
 */
export async function findTopic(
  kafka: KafkaClient,
  name: string,
  { own = false }: { own?: boolean } = {},
): Promise<string> {
  const { prefix } = kafka;
  const topics = await listTopics(kafka);
  return topicNamed(
    name,
    own ? topics.filter((topic) => topic.startsWith(prefix)) : topics,
    prefix,
  );
}

/** The topic among the given ones; see {@linkcode findTopic}. */
export function topicNamed(name: string, topics: readonly string[], prefix = ""): string {
  const found = [`${prefix}${name}`, name].find((topic) => topics.includes(topic));
  if (found) return found;
  const own = topics.filter((topic) => topic.startsWith(prefix))
    .map((topic) => topic.slice(prefix.length));
  const close = nearest(name, own);
  const hint = close.length > 0
    ? `Did you mean ${close.join(" or ")}?`
    : "List the topics with: deno task topics list";
  throw new Error(`Cannot find the topic ${JSON.stringify(name)}. ${hint}`);
}
