/** Smallest and largest value; `[Infinity, -Infinity]` for no values. */
export function rangeOf(values: Float64Array): [low: number, high: number] {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
