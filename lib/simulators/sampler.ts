import type { Random } from "../random.ts";

/**
 * Draws an index in proportion to fixed weights. Unlike `random.weighted` it adds them up once, so
 * that a draw from thousands takes a dozen steps.
 *
 * @param weights None negative, sum above 0.
 */
export function sampler(weights: readonly number[]): (random: Random) => number {
  const sums = new Float64Array(weights.length);
  let total = 0;
  weights.forEach((weight, i) => sums[i] = total += weight);
  return (random) => {
    const at = random.next() * total;
    let low = 0, high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/**
 * Zipf's weights, 1/rank^s: a few are very frequent, many are rare.
 *
 * @param count Number of ranks.
 * @param s How fast the weight falls; 0 makes all equal. @default 1
 */
export function zipf(count: number, s = 1): number[] {
  return Array.from({ length: count }, (_, i) => (i + 1) ** -s);
}
