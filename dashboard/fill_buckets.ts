import type { PanelContext } from "./define_page.ts";

/** Columns for {@linkcode fillBuckets}. */
export interface FillBucketsOptions {
  /** Column of the buckets' times. @default "timestamp" */
  time?: string;
  /** Column of names: every name that occurs gets a row in every bucket. */
  series?: string;
  /** Columns of counts and sums, which are 0 where there are no rows. */
  zero: readonly string[];
}

/**
 * The rows of `sample by` with one for every bucket of the range, also for those without rows:
 * a line through counts would otherwise skip them. Means and extremes have no value there: null.
 */
export function fillBuckets<T extends object>(
  rows: readonly T[],
  { start, to, step }: Pick<PanelContext, "start" | "to"> & { step: { ms: number } },
  { time = "timestamp", series, zero }: FillBucketsOptions,
): Record<string, unknown>[] {
  const all = rows as readonly Record<string, unknown>[];
  const names = series === undefined ? [undefined] : [...new Set(all.map((row) => row[series]))];
  const columns = [...new Set(all.flatMap((row) => Object.keys(row)))];
  const known = new Map<unknown, Map<number, Record<string, unknown>>>();
  for (const row of all) {
    const name = series === undefined ? undefined : row[series];
    if (!known.has(name)) known.set(name, new Map());
    known.get(name)!.set(Number(row[time]), row);
  }
  const filled: Record<string, unknown>[] = [];
  if (all.length === 0) return filled;
  for (let at = +start; at < +to; at += step.ms) {
    for (const name of names) {
      filled.push(
        known.get(name)?.get(at) ?? {
          ...Object.fromEntries(
            columns.map((column) => [column, zero.includes(column) ? 0 : null]),
          ),
          [time]: new Date(at),
          ...series === undefined ? {} : { [series]: name },
        },
      );
    }
  }
  return filled;
}
