/** Least and largest of values; `[Infinity, -Infinity]` of none. */
export function rangeOf(values: Float64Array): [low: number, high: number] {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
