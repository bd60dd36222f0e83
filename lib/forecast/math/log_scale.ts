import { rangeOf } from "./range.ts";

/** A scale on which values are modelled, and the way back. */
export interface Scale {
  to(value: number): number;
  from(value: number): number;
}

/** Values as they are. */
export const plainScale: Scale = { to: (value) => value, from: (value) => value };

/**
 * Logarithms, where values grow and vary in proportion. Zeros are moved by a quarter of the mean.
 * Where a value is negative no logarithm serves: values stay as they are.
 *
 * @param values The history; the mean is of the first `known` ones.
 */
export function logScale(values: Float64Array, known: number): Scale {
  const [least] = rangeOf(values);
  if (least < 0) return plainScale;
  const mean = values.subarray(0, known).reduce((sum, value) => sum + value, 0) / known;
  const offset = least === 0 ? mean / 4 || 1 : 0;
  return {
    to: (value) => Math.log(value + offset),
    from: (value) => Math.exp(value) - offset,
  };
}
