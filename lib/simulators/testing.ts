/** Helpers for the simulators' tests. */
import assert from "node:assert/strict";
import type { Source, SourceBatch } from "../sources/source.ts";

/** Counts how often each key occurs. */
export function tally<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) {
    const key = keyOf(item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/**
 * Pearson's statistic Σ (observed − expected)² / expected, the shares scaled to the number of
 * items. Above the 99.9th percentile of its distribution (10.83 for one degree of freedom, 22.46
 * for 6, 36.12 for 14) the items do not have these shares.
 */
export function chiSquare<K>(observed: Map<K, number>, shares: ReadonlyMap<K, number>): number {
  for (const key of observed.keys()) assert(shares.has(key), `unexpected ${key}`);
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  const scale = sum(observed.values()) / sum(shares.values());
  return sum(
    [...shares].map(([key, share]) =>
      ((observed.get(key) ?? 0) - share * scale) ** 2 / share / scale
    ),
  );
}

/** Reads a source to its end. */
export async function batchesOf(source: Source): Promise<SourceBatch[]> {
  const batches: SourceBatch[] = [];
  for await (const batch of source) batches.push(batch);
  return batches;
}
