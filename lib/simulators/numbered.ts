import { drawnFrom, hash32, type Random } from "../random.ts";
import type { Source } from "../sources/source.ts";
import {
  asSource,
  batchMaker,
  chunks,
  type Simulated,
  type SimulatorOptions,
} from "./simulator.ts";

/** Random numbers whose draws for a record depend on the seed and the record's number alone. */
export interface NumberedRandom extends Random {
  /** Turns to a record, by its number from 0 up to 2^53. */
  turnTo(number: number): void;
}

const GOLDEN = 0x9e3779b9;

/** The finalizer of MurmurHash3 (Appleby, 2011): each bit of the input changes half of the output's. */
function mixed(value: number): number {
  let z = value ^ (value >>> 16);
  z = Math.imul(z, 0x85ebca6b);
  z ^= z >>> 13;
  z = Math.imul(z, 0xc2b2ae35);
  return z ^ (z >>> 16);
}

/**
 * Random numbers by counter instead of by state, as in Salmon and others, "Parallel random numbers: as
 * easy as 1, 2, 3" (2011): any record can be made without those before it, so that several senders make
 * together what one would make. Uniform numbers have 32 random bits.
 */
export function numberedRandom(seed: number | string): NumberedRandom {
  const key = mixed(typeof seed === "number" ? seed + GOLDEN : hash32(seed));
  let low = 0, high = 0, draw = 0;
  const next = () => {
    draw = (draw + GOLDEN) | 0;
    return (mixed(mixed(low + draw) ^ high) >>> 0) / 2 ** 32;
  };
  return {
    ...drawnFrom(next),
    turnTo(number) {
      low = mixed((number | 0) ^ key);
      high = mixed(Math.floor(number / 2 ** 32) ^ low ^ GOLDEN);
      draw = key;
    },
  };
}

/**
 * The numbers of a share's records, from 0, below a limit.
 *
 * @example The second of two senders, two records in a row: 2, 3, 6, 7
 * ```ts
 * import { numbersOf } from "./numbered.ts";
 * console.log(numbersOf({ index: 1, of: 2, run: 2 }, 9).toArray());
 * ```
 */
export function* numbersOf(
  { index, of, run }: NonNullable<SimulatorOptions["share"]>,
  limit = Infinity,
): Generator<number> {
  for (let from = index * run; from < limit; from += of * run) {
    const to = Math.min(from + run, limit);
    for (let number = from; number < to; number++) yield number;
  }
}

/**
 * A simulator whose records depend on their number alone: the source of all, or of a share. The line of
 * a record is its number plus one, whoever makes it.
 *
 * @param simulated `recordAt`: makes the record of a number from 0.
 */
export function simulateNumbered(
  { stream, name, recordAt }: Omit<Simulated, "limit"> & {
    recordAt: (number: number) => Record<string, unknown>;
  },
  options: SimulatorOptions,
): Source {
  const { limit, batchSize = 2000, share = { index: 0, of: 1, run: batchSize } } = options;
  const make = batchMaker({ stream, name }, options);
  const batches = chunks(numbersOf(share, limit), batchSize).map((numbers) => ({
    ...make(numbers.map(recordAt)),
    lines: numbers.map((number) => number + 1),
    progress: limit === undefined ? undefined : (numbers.at(-1)! + 1) / limit,
  }));
  return asSource(batches, options);
}
