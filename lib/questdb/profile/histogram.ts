import { type ColumnProfile, NUMERIC, TIME } from "./column.ts";
import { type Profiled, quoted } from "./profiled.ts";

/** Fills in the histogram of a column of numbers or times, from its extremes and quartiles. */
export async function fillHistogram(
  column: ColumnProfile,
  { from, ask, bins }: Profiled & { bins: number },
): Promise<void> {
  const isTime = TIME.test(column.type);
  if (!isTime && !NUMERIC.test(column.type)) return;
  const c = quoted(column.name);
  const [low, high] = rangeOf(column);
  const step = (high - low) / bins || 1;
  const value = isTime ? `(${c}::timestamp::long / 1000.0)` : `${c}::double`;
  const { rows } = await ask<{ b: number | null; n: number }>(
    `select floor((${value} - ${low}) / ${step})::long b, count() n from ${from} where ${c} != null`,
  );
  const counts = Array<number>(bins).fill(0);
  for (const { b, n } of rows) {
    if (b !== null) counts[Math.min(bins - 1, Math.max(0, Number(b)))]! += n;
  }
  const place = (at: number) => isTime ? new Date(at) : at;
  column.histogram = { from: place(low), to: place(high), counts };
}

/**
 * Start and end of a histogram: the extremes, but at most three interquartile ranges beyond the
 * quartiles, a box plot's outer fences, so that outliers do not push all other values into one bar.
 */
export function rangeOf({ min, max, quartiles }: ColumnProfile): [number, number] {
  const [low, high] = [Number(min), Number(max)];
  if (!quartiles) return [low, high];
  const reach = 3 * (quartiles[2] - quartiles[0]);
  if (reach === 0) return [low, high];
  return [Math.max(low, quartiles[0] - reach), Math.min(high, quartiles[2] + reach)];
}
