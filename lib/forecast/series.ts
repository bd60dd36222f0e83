import { addSteps, anchorDay, gridTimes, inferStep, type Step, stepText } from "./step.ts";
import { readPoint } from "./point.ts";
import { fillGaps, type FillRule } from "./gaps.ts";

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
  rows: readonly Record<string, unknown>[],
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

function joinDuplicates(
  points: Map<number, number[]>,
  { id, notes, rule }: { id: string; notes: string[]; rule: DuplicateRule },
): [number, number][] {
  const twice = [...points].find(([, values]) => values.length > 1);
  if (twice !== undefined) {
    const time = new Date(twice[0]).toISOString();
    if (rule === "error") {
      throw new RangeError(
        `Cannot make the series ${id}: ${twice[1].length} rows have the time ${time}. ` +
          `Group them in SQL, name a series column, or say duplicates: "sum", "mean" or "last"`,
      );
    }
    notes.push(`Rows of one time were joined (${rule}), the first at ${time}`);
  }
  return [...points].map(([time, values]): [number, number] => {
    const sum = values.reduce((total, value) => total + value, 0);
    return [time, rule === "sum" ? sum : rule === "mean" ? sum / values.length : values.at(-1)!];
  }).sort((a, b) => a[0] - b[0]);
}

function onGrid(
  points: [number, number][],
  { id, notes, step }: { id: string; notes: string[]; step: Step | undefined },
): Series {
  const times = points.map(([time]) => time);
  if (times.length < 2 && step === undefined) {
    throw new RangeError(`Cannot make the series ${id}: one time is too few to know the step`);
  }
  const known = step ?? inferStep(times);
  const day = anchorDay(times);
  const start = times[0]!, end = times.at(-1)!;
  const size = "ms" in known ? known.ms : known.months * 28 * 86_400_000;
  if ((end - start) / size > 20 * times.length + 1000) {
    throw new RangeError(
      `Cannot make the series ${id}: ${times.length} times on a grid of ${stepText(known)} from ` +
        `${new Date(start).toISOString()} to ${new Date(end).toISOString()} are nearly all gaps`,
    );
  }
  const values = new Map(points);
  const time: number[] = [], value: number[] = [];
  for (let i = 0, at = start; at <= end; at = addSteps(start, ++i, { step: known, day })) {
    time.push(at);
    value.push(values.get(at) ?? NaN);
    values.delete(at);
  }
  const off = [...values.keys()][0];
  if (off !== undefined) {
    throw new RangeError(
      `Cannot make the series ${id}: ${new Date(off).toISOString()} is not a whole number of ` +
        `steps (${stepText(known)}) after ${new Date(start).toISOString()}`,
    );
  }
  return { id, time, value, step: known, notes };
}

/** Drops a last bucket that is not complete, and says so. */
function dropPartial(series: Series, { last = "auto", until = Date.now() }: SeriesOptions): Series {
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

/** Cuts gaps off the start and names those that are left. */
function trimGaps(series: Series): Series {
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
