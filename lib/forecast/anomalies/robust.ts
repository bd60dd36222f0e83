/** Makes the median absolute deviation of normal values their standard deviation: 1 / Φ⁻¹(3/4). */
const NORMAL = 1.4826;
/** The same for the mean absolute deviation: √(π/2). */
const NORMAL_MEAN = 1.2533;

/** The middle of values without NaN, the mean of the middle two of an even number; NaN without values. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).filter((value) => !isNaN(value)).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/**
 * The standard deviation that normal values with this spread have, which stray ones hardly change: the
 * median absolute deviation (MAD) from the median, times 1.4826. It is 0 if more than half of the values are equal.
 *
 * @param values NaN are left out; NaN is returned without others.
 */
export function medianDeviation(values: ArrayLike<number>): number {
  return NORMAL * median(deviations(values));
}

/**
 * As {@linkcode medianDeviation}; where that is 0, by the mean absolute deviation, times 1.2533. It is 0 if all
 * values are equal.
 * Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993.
 *
 * @param values NaN are left out; NaN is returned without others.
 */
export function robustScale(values: ArrayLike<number>): number {
  const away = deviations(values);
  const mad = median(away);
  if (mad !== 0) return NORMAL * mad;
  return NORMAL_MEAN * away.reduce((sum, one) => sum + one, 0) / away.length;
}

/** How far the values are from their median. */
function deviations(values: ArrayLike<number>): Float64Array {
  const known = Float64Array.from(values).filter((value) => !isNaN(value));
  const middle = median(known);
  return known.map((value) => Math.abs(value - middle));
}
