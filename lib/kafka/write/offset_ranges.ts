/** Offsets of one partition as `[first, last + 1]`, sorted; no two ranges touch or overlap. */
export type OffsetRanges = [number, number][];

/** Adds `[from, to)` to the ranges, in place, merged with those it touches. */
export function addRange(ranges: OffsetRanges, from: number, to: number): void {
  if (from >= to) return;
  // Offsets grow, so the place is nearly always the end.
  let i = ranges.length;
  while (i > 0 && ranges[i - 1]![0] > from) i--;
  ranges.splice(i, 0, [from, to]);
  for (let k = Math.max(1, i); k < ranges.length && k <= i + 1;) {
    const left = ranges[k - 1]!, right = ranges[k]!;
    if (right[0] > left[1]) {
      k++;
    } else {
      left[1] = Math.max(left[1], right[1]);
      ranges.splice(k, 1);
    }
  }
}

/** Number of offsets in the ranges. */
export function countRanges(ranges: OffsetRanges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}
