import type { Series } from "./series.ts";
import { addSteps } from "./step.ts";

/** When the last bucket counts as incomplete. */
export interface LastBucketOptions {
  /**
   * What happens to the last bucket. `auto` drops it if it is not complete: it ends after `until`,
   * or it is under a tenth of the smallest of the 28 before it. @default "auto"
   */
  last?: "auto" | "keep" | "drop";
  /** Epoch milliseconds up to which the data is complete. @default now */
  until?: number;
}

/** Drops a last bucket that is not complete, and adds a note with the reason. */
export function dropPartial(
  series: Series,
  { last = "auto", until = Date.now() }: LastBucketOptions,
): Series {
  const value = series.value.at(-1)!;
  const end = addSteps(series.time.at(-1)!, 1, series);
  const before = series.value.slice(-29, -1).filter((one) => !isNaN(one));
  const least = before.length < 7 ? -Infinity : Math.min(...before);
  const why = last === "drop"
    ? "as asked"
    : last === "keep"
    ? ""
    : end > until
    ? `its bucket ends after ${new Date(until).toISOString()}, up to which the data is complete`
    : value >= 0 && value < least / 10
    ? `it is under a tenth of the smallest of the ${before.length} before it`
    : "";
  if (why === "") return series;
  const note = `The last value (${value} at ${new Date(series.time.at(-1)!).toISOString()}) is ` +
    `dropped: ${why}`;
  return {
    ...series,
    time: series.time.slice(0, -1),
    value: series.value.slice(0, -1),
    notes: [...series.notes, note],
  };
}

/**
 * Cuts gaps off the start and adds a note about those that are left.
 *
 * @throws {RangeError} The series has no values.
 */
export function trimGaps(series: Series): Series {
  const from = series.value.findIndex((value) => !isNaN(value));
  if (from === -1) throw new RangeError(`Cannot make the series ${series.id}: it has no values`);
  const time = series.time.slice(from), value = series.value.slice(from);
  const notes = [...series.notes];
  if (from > 0) notes.push(`${from} times before the first value are cut off`);
  const gaps = value.filter(isNaN).length;
  if (gaps > 0) {
    const first = new Date(time[value.findIndex(isNaN)]!).toISOString();
    notes.push(`${gaps} of ${value.length} times have no value, the first at ${first}`);
  }
  return { ...series, time, value, notes };
}
