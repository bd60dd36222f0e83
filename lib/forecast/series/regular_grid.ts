import type { DuplicateRule, Series } from "./series.ts";
import { addSteps, anchorDay, inferStep, type Step, stepText } from "./step.ts";

/**
 * One value for each time, ascending, and a note where rows were joined.
 *
 * @throws {RangeError} A time comes twice and the rule is `error`.
 */
export function joinDuplicates(
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

/**
 * The points on a regular grid from the first time to the last, NaN where there is none.
 *
 * @throws {RangeError} The times are not regular, or nearly all of the grid would be gaps.
 */
export function onGrid(
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
