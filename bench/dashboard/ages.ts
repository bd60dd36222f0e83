/** How old records are when a page has drawn them. */

/** What a page showed from one moment on. */
export interface Drawing {
  /** Milliseconds since 1970. */
  at: number;
  /** Number of records that it counts. */
  count: number;
}

/**
 * Milliseconds from each record's creation to the first drawing whose count has it. Records that no
 * drawing has are left out: the measurement ended before.
 *
 * @param created Milliseconds since 1970, in any order.
 * @param drawings In the order of time. What the first of them counts was there before, and is left out.
 */
export function agesOf(created: readonly number[], drawings: readonly Drawing[]): number[] {
  const times = created.toSorted((a, b) => a - b);
  const ages: number[] = [];
  let known = drawings[0]?.count ?? 0;
  for (const { at, count } of drawings.slice(1)) {
    for (; known < Math.min(count, times.length); known++) ages.push(at - times[known]!);
  }
  return ages;
}
