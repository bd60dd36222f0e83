import { cell, type ChartRows, numberOf } from "./chart_rows.ts";

/** How many values lie in `[lower, upper)`. */
export interface Bin {
  lower: number;
  upper: number;
  count: number;
}

/** Bins of a nice width (1, 2 or 5 times a power of ten), about `bins` of them. */
export function binned(values: readonly number[], bins: number): Bin[] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [];
  if (low === high) {
    const half = Math.max(0.5, Math.abs(low) * 1e-9);
    return [{
      lower: low - half,
      upper: low + half,
      count: values.filter((v) => v === low).length,
    }];
  }
  const raw = (high - low) / bins;
  const power = 10 ** Math.floor(Math.log10(raw));
  const width = power * ([1, 2, 5].find((nice) => nice * power >= raw * 0.999) ?? 10);
  const first = Math.floor(low / width);
  const counts = new Array<number>(Math.floor(high / width) - first + 1).fill(0);
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const at = Math.min(counts.length - 1, Math.max(0, Math.floor(value / width) - first));
    counts[at]!++;
  }
  return counts.map((count, i) => ({
    lower: (first + i) * width,
    upper: (first + i + 1) * width,
    count,
  }));
}

/** Bins that a database has already counted: rows `{lower, upper, count}`. */
export function binsOf(rows: ChartRows): Bin[] {
  return rows.map((row) => {
    const [lower, upper] = [numberOf(cell(row, "lower")), numberOf(cell(row, "upper"))];
    const half = lower === upper ? Math.max(0.5, Math.abs(lower) * 1e-9) : 0;
    return { lower: lower - half, upper: upper + half, count: numberOf(cell(row, "count")) };
  }).filter(({ lower, upper, count }) => !Number.isNaN(lower + upper + count));
}
