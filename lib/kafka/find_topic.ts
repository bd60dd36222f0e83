import { nearest } from "../nearest.ts";
import type { KafkaClient } from "./client.ts";
import { listTopics } from "./topic_admin.ts";

/**
 * The topic that a person means by a name: one of the client's namespace, else of any.
 *
 * @param options `own`: look in the namespace alone, for what changes a topic: another tenant's topic
 * of the same name is not meant. @default false
 * @throws {Error} There is no topic of that name; the message names those that come close.
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

/** The same among the given topics. */
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
