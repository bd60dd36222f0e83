/** For tests: what a panel showed, and how it is compared with what was stored. */
import assert from "node:assert/strict";
import type { KafkaClient } from "../../lib/kafka/client.ts";
import type { Questdb } from "../../lib/questdb/client.ts";
import type { Stream } from "../../lib/streams/stream.ts";
import type { Trouble } from "../live/panel_answer.ts";

/** A stored row: `timestamp` in milliseconds since 1970, the other columns as the record has them. */
export type Stored = Record<string, unknown> & { timestamp: number };

/** A panel's answer: the range in milliseconds since 1970, `start` and `step` of its buckets. */
export interface Shown {
  rows: Record<string, unknown>[];
  trouble: Trouble | undefined;
  /** The period and the end that it is asked for. */
  period: string;
  at: string;
  from: number;
  to: number;
  start: number;
  step: number;
  params: Readonly<Record<string, string>>;
}

/** What was stored, from which a comparison calculates what must be shown. */
export interface World {
  /** All rows of a stream's table, in order of time. */
  all(stream: Stream): readonly Stored[];
  /** Those of a range, `to` exclusive. */
  within(stream: Stream, from: number, to: number): readonly Stored[];
  /** Whether the stream has a table. */
  has(stream: Stream): boolean;
  /** When the tables were filled, in milliseconds since 1970. */
  filled: { from: number; to: number };
  /** Messages of a group that it has not committed, by the group's and the topic's name. */
  lags: readonly { group: string; topic: string; lag: number; committed: number }[];
  /** Number of messages of each partition, by topic. */
  messages: Readonly<Record<string, readonly number[]>>;
  /** As a user who may do everything. */
  db: Questdb;
  kafka: KafkaClient;
}

/** Throws if a panel shows something else than what was stored. */
export type Comparison = (shown: Shown, world: World) => void | Promise<void>;

/** Comparisons by page and panel: `github/totals`. */
export type Comparisons = Readonly<Record<string, Comparison>>;

/** Sums are added up in another order: they may differ by this share. */
const NEAR = 1e-9;

/** Whether two values are the same: times to the millisecond, numbers to rounding. */
export function alike(a: unknown, b: unknown): boolean {
  if (a instanceof Date || b instanceof Date) return Number(a) === Number(b);
  if (typeof a === "bigint" || typeof b === "bigint") return String(a) === String(b);
  if (typeof a === "number" && typeof b === "number") {
    return a === b || Math.abs(a - b) <= NEAR * Math.max(Math.abs(a), Math.abs(b));
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, i) => alike(one, b[i]));
  }
  return (a ?? null) === (b ?? null);
}

/**
 * Compares rows with those that are expected, in their order, by the columns of the latter. If none are
 * expected, the panel must say why it has none.
 */
export function same(
  { rows, trouble }: Pick<Shown, "rows" | "trouble">,
  expected: readonly object[],
): void {
  if (expected.length === 0) {
    assert.deepEqual(rows, []);
    assert.match(trouble?.kind ?? "none", /^(empty|missing)$/);
    return;
  }
  assert.equal(trouble, undefined);
  const wrong = expected.flatMap((row, i) =>
    Object.entries(row).filter(([name, value]) => !alike(rows[i]?.[name], value))
      .map(([name, value]) => ({ row: i, name, shown: rows[i]?.[name], stored: value }))
  );
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.equal(rows.length, expected.length, "rows");
}

/** The same, of rows in any order that some columns identify. */
export function sameSet(
  { rows, trouble }: Pick<Shown, "rows" | "trouble">,
  expected: readonly object[],
  keys: readonly string[],
): void {
  const keyOf = (row: object) =>
    keys.map((key) => String(plain((row as Record<string, unknown>)[key]))).join("\n");
  const sorted = <T extends object>(list: readonly T[]) =>
    list.toSorted((a, b) => keyOf(a) < keyOf(b) ? -1 : 1);
  same({ rows: sorted(rows), trouble }, sorted(expected));
}

const plain = (value: unknown) => value instanceof Date ? +value : value;

/** How often each value of a column occurs, the most frequent first, then by name. */
export function counted(
  rows: readonly Stored[],
  column: string,
): { name: string; count: number }[] {
  return [...Map.groupBy(rows, (row) => String(row[column]))]
    .map(([name, own]) => ({ name, count: own.length }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** The numbers of a column, without nulls. */
export function numbers(rows: readonly Stored[], column: string): number[] {
  return rows.flatMap((row) => typeof row[column] === "number" ? [row[column]] : []);
}

/** Null without numbers, as SQL's. */
export function sum(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0);
}

/** Null without numbers, as SQL's. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values)! / values.length;
}

/** Totals of the range and of the one before it; none if `count` is 0 in both. */
export function withPast<T extends object>(
  { from, to }: Shown,
  totals: (from: number, to: number) => T,
  count: keyof T,
): object[] {
  const now = totals(from, to), before = totals(2 * from - to, from);
  if (!now[count] && !before[count]) return [];
  const past = Object.entries(before).map(([name, value]) => [`${name}_before`, value]);
  return [{ ...now, ...Object.fromEntries(past) }];
}

/** The beginnings of a range's buckets. */
export function bucketsOf({ start, to, step }: Shown): number[] {
  return Array.from({ length: Math.ceil((to - start) / step) }, (_, i) => start + i * step);
}
