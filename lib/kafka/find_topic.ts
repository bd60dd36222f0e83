import { nearest } from "../nearest.ts";

/**
 * The topic that a name given on the command line means: in the namespace first, then anywhere.
 *
 * @param topics Names of all topics.
 * @throws {Error} There is no topic of that name; the message suggests similar ones.
 */
export function findTopic(name: string, topics: string[], prefix = ""): string {
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

/**
 * The same within the namespace only, for commands that change a topic: they never mean a topic of
 * another tenant.
 */
export function findOwnTopic(name: string, topics: string[], prefix = ""): string {
  return findTopic(name, topics.filter((topic) => topic.startsWith(prefix)), prefix);
}
