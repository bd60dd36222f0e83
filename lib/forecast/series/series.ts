import { dropPartial, trimGaps } from "./series_ends.ts";
import { fillGaps, type FillRule } from "./fill_gaps.ts";
import { joinDuplicates, onGrid } from "./regular_grid.ts";
import { readPoint } from "./read_row.ts";
import { gridTimes, type Step } from "./step.ts";

/** Values at regular times. */
export interface Series {
  id: string;
  /** Epoch milliseconds, UTC, regular: the start of each bucket. */
  time: number[];
  /** One value for each time; NaN where there is none. */
  value: number[];
  step: Step;
  /** What was done to the rows: sorted, dropped, joined, filled, and the gaps that are left. */
  notes: string[];
}

/** How several rows of one time become one value. */
export type DuplicateRule = "error" | "sum" | "mean" | "last";

/** How {@linkcode seriesFrom} reads rows. */
export interface SeriesOptions {
  /** Column of the time. @default "time" */
  time?: string;
  /** Column of the value. @default "value" */
  value?: string;
  /** Column that tells several series apart. @default "series" */
  series?: string;
  /** Step of the times. @default inferred */
  step?: Step;
  /**
   * What becomes of the last bucket. `auto` drops it where it is not complete: it ends after
   * `until`, or it is under a tenth of the smallest of the 28 before it. @default "auto"
   */
  last?: "auto" | "keep" | "drop";
  /** Epoch milliseconds up to which the data is complete. @default now */
  until?: number;
  /** @default "error" */
  duplicates?: DuplicateRule;
  /** How gaps are filled; left as they are where not given. */
  fill?: FillRule;
}

/** A series from values alone, which is all that some data sets have. */
export function seriesOf(
  values: readonly number[],
  { id = "series", start = 0, step = { ms: 3_600_000 } as Step } = {},
): Series {
  return {
    id,
    time: gridTimes(start, values.length, { step }),
    value: [...values],
    step,
    notes: [],
  };
}

/**
 * Series from rows of SQL or CSV, one for each text of the series column, in order of appearance.
 * A time without a zone is taken as UTC. Null and empty values are gaps.
 *
 * @throws {TypeError} A column is missing, or a time or value cannot be read.
 * @throws {RangeError} The times are not regular, or a time comes twice and no rule says what of it.
 */
export function seriesFrom(
  rows: readonly object[],
  options: SeriesOptions = {},
): Series[] {
  const groups = new Map<string, Map<number, number[]>>();
  const unordered = new Set<string>(), zoneless = new Set<string>();
  const newest = new Map<string, number>();
  rows.forEach((row, at) => {
    const { id, time, value, zone } = readPoint(row, { ...options, at });
    const points = groups.get(id) ?? new Map<number, number[]>();
    groups.set(id, points);
    if (time < (newest.get(id) ?? -Infinity)) unordered.add(id);
    else newest.set(id, time);
    if (!zone) zoneless.add(id);
    points.set(time, [...points.get(time) ?? [], value]);
  });
  if (groups.size === 0) throw new RangeError("Cannot make a series: there are no rows");
  return [...groups].map(([id, points]) => {
    const notes: string[] = [];
    if (unordered.has(id)) notes.push("Rows were not in order of time: sorted");
    if (zoneless.has(id)) notes.push("Times without a zone are taken as UTC");
    const joined = joinDuplicates(points, { id, notes, rule: options.duplicates ?? "error" });
    const whole = dropPartial(onGrid(joined, { id, notes, step: options.step }), options);
    const series = trimGaps(whole);
    return options.fill === undefined ? series : fillGaps(series, options.fill);
  });
}
