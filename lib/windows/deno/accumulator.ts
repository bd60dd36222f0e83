/** The running values of a window's aggregates, for one group of records. */
import type { Aggregate } from "../aggregates.ts";

/** Values of all aggregates of a group, in their order; what each slot means is only known here. */
export type Accumulator = unknown[];

/** Where a record stands: its time in milliseconds, its partition and offset in Kafka. */
export interface Place {
  time: number;
  partition: number;
  offset: number;
}

/** The functions for the aggregates of one window. */
export interface Accumulators {
  /** Values before the first record. */
  empty(): Accumulator;
  /** Adds a record. */
  add(values: Accumulator, record: Record<string, unknown>, place: Place): void;
  /** Adds the values of `other`, which stay as they are. */
  merge(values: Accumulator, other: Accumulator): void;
  /** The results, by the names of the aggregates. */
  results(values: Accumulator): Record<string, string | number | null>;
}

/** How one aggregate is calculated; `T` is its value. */
interface Method<T> {
  empty(): T;
  /** @param value Never null, except for `count`. */
  add(sofar: T, value: unknown, place: Place): T;
  merge(a: T, b: T): T;
  result(sofar: T): string | number | null;
}

/** Sum and number of values: the mean is never kept as such, so that it can be merged. */
interface Total {
  sum: number;
  count: number;
}

interface Seen extends Place {
  value: string | number;
}

const total: Omit<Method<Total>, "result"> = {
  empty: () => ({ sum: 0, count: 0 }),
  add(sofar, value) {
    sofar.sum += value as number;
    sofar.count++;
    return sofar;
  },
  merge: (a, b) => ({ sum: a.sum + b.sum, count: a.count + b.count }),
};

const extreme = (better: (a: number, b: number) => boolean): Method<number | null> => ({
  empty: () => null,
  add: (sofar, value) => sofar === null || better(value as number, sofar) ? value as number : sofar,
  merge: (a, b) => a === null || b !== null && better(b, a) ? b : a,
  result: (sofar) => sofar,
});

/** Of two records, whether `a` stands before `b`: by time, then by partition and offset. */
function isBefore(a: Place, b: Place): boolean {
  return a.time !== b.time
    ? a.time < b.time
    : a.partition !== b.partition
    ? a.partition < b.partition
    : a.offset < b.offset;
}

const oneOf = (wins: (a: Place, b: Place) => boolean): Method<Seen | null> => ({
  empty: () => null,
  add: (sofar, value, place) =>
    sofar === null || wins(place, sofar)
      ? {
        value: value as string,
        time: place.time,
        partition: place.partition,
        offset: place.offset,
      }
      : sofar,
  merge: (a, b) => a === null || b !== null && wins(b, a) ? b : a,
  result: (sofar) => sofar === null ? null : sofar.value,
});

const METHODS: Record<Aggregate["kind"], Method<unknown>> = {
  count: {
    empty: () => 0,
    add: (sofar) => (sofar as number) + 1,
    merge: (a, b) => (a as number) + (b as number),
    result: (sofar) => sofar as number,
  },
  sum: { ...total, result: ({ sum, count }: Total) => count === 0 ? null : sum } as Method<unknown>,
  mean: {
    ...total,
    result: ({ sum, count }: Total) => count === 0 ? null : sum / count,
  } as Method<unknown>,
  min: extreme((a, b) => a < b) as Method<unknown>,
  max: extreme((a, b) => a > b) as Method<unknown>,
  first: oneOf(isBefore) as Method<unknown>,
  last: oneOf((a, b) => isBefore(b, a)) as Method<unknown>,
  distinct: {
    empty: () => new Set(),
    add: (sofar, value) => (sofar as Set<unknown>).add(value),
    merge: (a, b) => new Set([...a as Set<unknown>, ...b as Set<unknown>]),
    result: (sofar) => (sofar as Set<unknown>).size,
  },
};

/** Prepares the aggregates of a window. */
export function accumulators(aggregate: Readonly<Record<string, Aggregate>>): Accumulators {
  const names = Object.keys(aggregate);
  const fields = names.map((name) => aggregate[name]!.field);
  const methods = names.map((name) => METHODS[aggregate[name]!.kind]);
  const n = names.length;
  return {
    empty: () => methods.map((method) => method.empty()),
    add(values, record, place) {
      for (let i = 0; i < n; i++) {
        const field = fields[i];
        const value = field === undefined ? undefined : record[field];
        if (field !== undefined && (value === undefined || value === null)) continue;
        values[i] = methods[i]!.add(values[i], value, place);
      }
    },
    merge(values, other) {
      for (let i = 0; i < n; i++) values[i] = methods[i]!.merge(values[i], other[i]);
    },
    results: (values) =>
      Object.fromEntries(names.map((name, i) => [name, methods[i]!.result(values[i])])),
  };
}
