/**
 * The median of the values around each one.
 *
 * @param width Values on both sides together; at the ends there are fewer.
 * @returns NaN where all around are NaN.
 */
export function rollingMedian(values: ArrayLike<number>, width: number): Float64Array {
  const half = Math.floor(width / 2);
  const sorted: number[] = []; // those around, ascending
  const place = (value: number) => {
    let low = 0, high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const add = (value: number | undefined) => {
    if (value !== undefined && !isNaN(value)) sorted.splice(place(value), 0, value);
  };
  for (let i = 0; i < half; i++) add(values[i]);
  return Float64Array.from({ length: values.length }, (_, i) => {
    add(values[i + half]);
    const gone = values[i - half - 1];
    if (gone !== undefined && !isNaN(gone)) sorted.splice(place(gone), 1);
    const n = sorted.length;
    return n === 0 ? NaN : (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2;
  });
}
