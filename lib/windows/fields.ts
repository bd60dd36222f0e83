import type { Window } from "./window.ts";

/** The fields that a window needs besides the time: identity, filters, keys, aggregates. */
export function fieldsOf({ from, where, by, aggregate }: Window): string[] {
  const aggregated = Object.values(aggregate).flatMap(({ field }) => field ?? []);
  const all = [...from.identity, ...Object.keys(where), ...by, ...aggregated];
  return [...new Set(all)].filter((field) => field !== from.time);
}
