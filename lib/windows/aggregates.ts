/** What is calculated of the records in a window. Null values are left out, as in SQL. */

/** The kinds of aggregates; only the first has no field. */
export const AGGREGATES = [
  "count",
  "sum",
  "mean",
  "min",
  "max",
  "first",
  "last",
  "distinct",
] as const;

/** An aggregate of a window. */
export interface Aggregate {
  readonly kind: typeof AGGREGATES[number];
  /** The field that is aggregated; only `count` has none. */
  readonly field?: string;
}

/** Number of records. */
export function count(): Aggregate {
  return { kind: "count" };
}

/** Sum of a field's numbers; null if all are null. */
export function sum(field: string): Aggregate {
  return { kind: "sum", field };
}

/** Mean of a field's numbers, never rounded to a whole number; null if all are null. */
export function mean(field: string): Aggregate {
  return { kind: "mean", field };
}

/** Smallest of a field's numbers; null if all are null. */
export function min(field: string): Aggregate {
  return { kind: "min", field };
}

/** Largest of a field's numbers; null if all are null. */
export function max(field: string): Aggregate {
  return { kind: "max", field };
}

/**
 * A field's value in the earliest record that has one. Of records of the same millisecond it is the one
 * with the smallest partition and offset in Kafka, whichever came first.
 */
export function first(field: string): Aggregate {
  return { kind: "first", field };
}

/** A field's value in the latest record that has one; ties are resolved as by {@linkcode first}. */
export function last(field: string): Aggregate {
  return { kind: "last", field };
}

/** Number of different values of a field. */
export function distinct(field: string): Aggregate {
  return { kind: "distinct", field };
}
