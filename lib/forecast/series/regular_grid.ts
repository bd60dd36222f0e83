import type { Series } from "./series.ts";
import { addSteps, anchorDay, inferStep, type Step, stepText } from "./step.ts";

/**
 * The points on a regular grid from the first time to the last, NaN for times without a point.
 *
 * @param points Ascending by time, no time twice.
 * @throws {RangeError} The times are not regular, or nearly all of the grid would be gaps.
 */
export function onGrid(
  points: [time: number, value: number][],
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
