import type { Row } from "../../questdb/answer.ts";
import { type ColumnProfile, type Profile, rangeOf } from "../../questdb/profile.ts";
import { cellText } from "../../csv_write.ts";

/** Profiles rows in memory as the database profiles its tables. */
export function profileRows(
  rows: readonly Row[],
  columns: readonly { name: string; type: string }[],
  { bins = 16 } = {},
): Profile {
  return {
    rows: rows.length,
    sample: rows.length,
    columns: columns.map((column) => profileColumn(column, { rows, bins })),
  };
}

function profileColumn(
  { name, type }: { name: string; type: string },
  { rows, bins }: { rows: readonly Row[]; bins: number },
): ColumnProfile {
  const present = rows.map((row) => row[name]).filter(isPresent);
  const counts = new Map<string, { value: unknown; count: number }>();
  for (const value of present) {
    const text = cellText(value);
    const entry = counts.get(text);
    if (entry) entry.count++;
    else counts.set(text, { value, count: 1 });
  }
  const profile: ColumnProfile = {
    ...{ name, type, count: present.length, nulls: rows.length - present.length },
    ...{ distinct: counts.size, min: null, max: null, mean: null, quartiles: null, top: [] },
    histogram: null,
  };
  if (present.length === 0) return profile;
  const isTime = present.every((value) => value instanceof Date);
  if (!isTime && !present.every((value) => ["number", "bigint"].includes(typeof value))) {
    if (counts.size <= 100 || counts.size <= present.length * 0.9) {
      profile.top = [...counts.values()].sort((a, b) => b.count - a.count).slice(0, 5);
    }
    return profile;
  }
  const numbers = Float64Array.from(present, Number).sort();
  const place = (value: number) => isTime ? new Date(value) : value;
  [profile.min, profile.max] = isTime
    ? [place(numbers[0]!), place(numbers.at(-1)!)]
    : extremes(present as (number | bigint)[]);
  if (!isTime) {
    profile.mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    profile.quartiles = [quantile(numbers, 0.25), quantile(numbers, 0.5), quantile(numbers, 0.75)];
  }
  const [low, high] = rangeOf(profile);
  const step = (high - low) / bins || 1;
  const heights = Array<number>(bins).fill(0);
  for (const value of numbers) {
    heights[Math.min(bins - 1, Math.max(0, Math.floor((value - low) / step)))]!++;
  }
  profile.histogram = { from: place(low), to: place(high), counts: heights };
  return profile;
}

/** Whether a row has the value: NaN and an invalid Date are missing, as they are null in the database. */
function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined &&
    !(typeof value === "number" || value instanceof Date ? Number.isNaN(Number(value)) : false);
}

/** The smallest and the largest value, without rounding bigints. */
function extremes(values: readonly (number | bigint)[]): (number | bigint)[] {
  let [low, high] = [values[0]!, values[0]!];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** A quantile, interpolated linearly. Source: Hyndman and Fan, 1996, definition 7. */
function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}
