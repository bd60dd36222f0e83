import type { AnswerColumn } from "../answer.ts";

/** Figures of a column. */
export interface ColumnProfile extends AnswerColumn {
  /** Number of rows with a value. */
  count: number;
  nulls: number;
  /** Number of different values; null if they were not counted. */
  distinct: number | null;
  /** Smallest value of numbers and times, else null; a bigint where a number would round it. */
  min: number | bigint | Date | null;
  /** Largest value of numbers and times, else null; a bigint where a number would round it. */
  max: number | bigint | Date | null;
  mean: number | null;
  /** First quartile, median, third quartile; each at most 1 % of the values' range too low. */
  quartiles: [number, number, number] | null;
  /** The most frequent values. */
  top: { value: unknown; count: number }[];
  /** Rows in equal steps from `from` to `to`; the first and last also count all that is outside. */
  histogram: { from: number | Date; to: number | Date; counts: number[] } | null;
}

/** A profile whose figures are not known yet. */
export function emptyProfile({ name, type }: AnswerColumn): ColumnProfile {
  return {
    name,
    type,
    count: 0,
    nulls: 0,
    distinct: null,
    min: null,
    max: null,
    mean: null,
    quartiles: null,
    top: [],
    histogram: null,
  };
}

/** Kinds of column types, by which figures they have. */
export const NUMERIC = /^(BYTE|SHORT|INT|LONG|FLOAT|DOUBLE)$/;
export const WHOLE = /^(BYTE|SHORT|INT|LONG)$/;
export const TIME = /^(TIMESTAMP|TIMESTAMP_NS|DATE)$/;
export const TEXT = /^(SYMBOL|VARCHAR|STRING|CHAR|UUID|IPv4|BOOLEAN)$/;
