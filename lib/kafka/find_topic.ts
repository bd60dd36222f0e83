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
  const close = own
    .map((topic) => ({ topic, away: distance(name, topic) }))
    .filter(({ topic, away }) =>
      away <= Math.max(2, name.length / 3) || topic.includes(name) || name.includes(topic)
    )
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ topic }) => topic);
  const hint = close.length > 0
    ? `Did you mean ${close.join(" or ")}?`
    : "List the topics with: deno task topics list";
  throw new Error(`Cannot find the topic ${JSON.stringify(name)}. ${hint}`);
}

/** Edits from one text to the other: insert, delete or replace a character (Levenshtein, 1966). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
