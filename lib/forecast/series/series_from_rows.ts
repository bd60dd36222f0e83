import { eachSeries } from "./each_series.ts";
import { type DuplicateRule, joinDuplicates } from "./duplicates.ts";
import { fillGaps, type FillRule } from "./fill_gaps.ts";
import { assertColumns, readPoint } from "./read_point.ts";
import { onGrid } from "./regular_grid.ts";
import type { Series } from "./series.ts";
import { dropPartial, type LastBucketOptions, trimGaps } from "./series_ends.ts";
import type { Step } from "./step.ts";
import { codeOption } from "./find_columns.ts";
import { readTimes } from "./times/read_times.ts";

/** Columns of the rows, and how {@linkcode seriesFrom} makes them regular. */
export interface SeriesOptions extends LastBucketOptions {
  /** Column of the time. @default "time" */
  time?: string;
  /** Column of the value. @default "value" */
  value?: string;
  /** Column that tells several series apart. @default "series" */
  series?: string;
  /** Step of the times. @default inferred */
  step?: Step;
  /** @default "error" */
  duplicates?: DuplicateRule;
  /** How gaps are filled. @default they are left */
  fill?: FillRule;
  /**
   * How times are written, if it is in doubt, as in strptime: `%d/%m/%Y %H:%M`; or `epoch-s`, `epoch-ms`,
   * `epoch-us`, `epoch-ns`, `excel`.
   * @default found: ISO, names of months, ISO weeks, quarters, numbers since 1970
   */
  timeFormat?: string;
  /** How the caller writes an option, with an example value, for messages. */
  option?: (name: string, value?: string) => string;
  /**
   * Called for each series that cannot be made, with the reason; the others are returned, if there is
   * one. @default the first reason is thrown
   */
  leftOut?: (series: string, reason: Error) => void;
}

/**
 * Makes series from rows of SQL or CSV, one for each text of the series column, in order of
 * appearance. A time without a zone is taken as UTC. Null and empty values are gaps.
 *
 * @throws {TypeError} A column is missing, or a time or value cannot be read.
 * @throws {RangeError} The times are not regular, or two rows have the same time and no rule joins
 * them.
 */
export function seriesFrom(
  rows: readonly object[],
  options: SeriesOptions = {},
): Series[] {
  const { time: timeColumn = "time", value: valueColumn = "value", series = "series" } = options;
  const { option = codeOption } = options;
  rows.forEach((row, at) => assertColumns(row, [timeColumn, valueColumn], at));
  const records = rows as readonly Record<string, unknown>[];
  const column = { column: timeColumn, format: options.timeFormat, option };
  const { times, zoneless: bare, note } = readTimes(records.map((row) => row[timeColumn]), column);
  const groups = new Map<string, Map<number, number[]>>();
  const unordered = new Set<string>(), zoneless = new Set<string>();
  const newest = new Map<string, number>();
  records.forEach((row, at) => {
    const time = times[at]!;
    const { id, value } = readPoint(row, { value: valueColumn, series, at });
    const points = groups.get(id) ?? new Map<number, number[]>();
    groups.set(id, points);
    if (time < (newest.get(id) ?? -Infinity)) unordered.add(id);
    else newest.set(id, time);
    if (bare[at]) zoneless.add(id);
    const same = points.get(time);
    if (same) same.push(value);
    else points.set(time, [value]);
  });
  if (groups.size === 0) throw new RangeError("Cannot make a series: there are no rows");
  return eachSeries([...groups], ([id, points]) => {
    const notes: string[] = note === undefined ? [] : [note];
    if (unordered.has(id)) notes.push("Rows were not in order of time: sorted");
    if (zoneless.has(id)) notes.push("Times without a zone are taken as UTC");
    const joined = joinDuplicates(points, { id, notes, rule: options.duplicates ?? "error" });
    const whole = dropPartial(onGrid(joined, { id, notes, step: options.step }), options);
    const series = trimGaps(whole);
    return options.fill === undefined ? series : fillGaps(series, options.fill);
  }, options.leftOut);
}
