import { rangeOf } from "./range.ts";

/** A scale on which values are modelled, and the way back. */
export interface ValueScale {
  to(value: number): number;
  from(value: number): number;
}

/** Values as they are. */
export const plainScale: ValueScale = { to: (value) => value, from: (value) => value };

/**
 * Logarithms, for values that grow and vary in proportion. If there are zeros, a quarter of the mean
 * is added first. If a value is negative, values stay as they are.
 *
 * @param values The history; the mean is that of the first `known` values.
 */
export function logScale(values: Float64Array, known: number): ValueScale {
  const [least] = rangeOf(values);
  if (least < 0) return plainScale;
  const mean = values.subarray(0, known).reduce((sum, value) => sum + value, 0) / known;
  const offset = least === 0 ? mean / 4 || 1 : 0;
  return {
    to: (value) => Math.log(value + offset),
    from: (value) => Math.exp(value) - offset,
  };
}
