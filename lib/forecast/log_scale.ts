import { rangeOf } from "./math/range.ts";

/** A scale on which values are modelled, and the way back. */
export interface Scale {
  to(value: number): number;
  from(value: number): number;
}

/**
 * Logarithms, where values grow and vary in proportion. Zeros are moved by a quarter of the mean.
 *
 * @param values The history; the mean is of the first `known` ones.
 * @returns Undefined where a value is negative, since no logarithm serves there.
 */
export function logScale(values: Float64Array, known: number): Scale | undefined {
  const [least] = rangeOf(values);
  if (least < 0) return undefined;
  const mean = values.subarray(0, known).reduce((sum, value) => sum + value, 0) / known;
  const offset = least === 0 ? mean / 4 || 1 : 0;
  return {
    to: (value) => Math.log(value + offset),
    from: (value) => Math.exp(value) - offset,
  };
}
