import { UsageError } from "./errors.ts";

/** Options for {@linkcode nearest}. */
export interface NearestOptions {
  /** Maximum number of names. @default 3 */
  most?: number;
}

/**
 * The known names that a misspelt name may mean, the closest first: few edits away, or one contains
 * the other. Case does not matter.
 */
export function nearest(
  name: string,
  known: Iterable<string>,
  { most = 3 }: NearestOptions = {},
): string[] {
  const wanted = name.toLowerCase();
  return [...new Set(known)]
    .map((text) => ({ text, lower: text.toLowerCase() }))
    .map(({ text, lower }) => ({ text, lower, away: distance(wanted, lower) }))
    .filter(({ lower, away }) =>
      away <= Math.max(2, name.length / 3) ||
      wanted.length > 2 && (lower.includes(wanted) || lower.length > 2 && wanted.includes(lower))
    )
    .sort((a, b) => a.away - b.away)
    .slice(0, most)
    .map(({ text }) => text);
}

/**
 * The thing of a name that a person wrote.
 *
 * @param what What is looked for, for the message: `flow`.
 * @throws {UsageError} There is none; it says the nearest names, or all.
 */
export function findNamed<T extends { readonly name: string }>(
  things: readonly T[],
  name: string,
  what: string,
): T {
  const found = things.find((thing) => thing.name === name);
  if (found) return found;
  const names = things.map((thing) => thing.name);
  const near = nearest(name, names);
  const hint = near.length > 0
    ? `the nearest is ${near.join(", ")}`
    : `there are ${names.join(", ")}`;
  throw new UsageError(`Cannot find the ${what} ${JSON.stringify(name)}: ${hint}`);
}

/** Number of edits between two texts: insert, delete or replace a character (Levenshtein, 1966). */
export function distance(a: string, b: string): number {
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
