import { nearest } from "../nearest.ts";

/**
 * The topic that a name given on the command line means: in the namespace first, then anywhere.
 *
 * @param topics All topics there are.
 * @throws {Error} There is none of that name; the message tells those that come close.
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
 * The same within the namespace alone, for what changes a topic: another tenant's of the same name
 * is not meant.
 */
export function findOwnTopic(name: string, topics: string[], prefix = ""): string {
  return findTopic(name, topics.filter((topic) => topic.startsWith(prefix)), prefix);
}
