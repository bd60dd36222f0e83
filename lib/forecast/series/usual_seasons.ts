import type { Step } from "./step.ts";

const DAY = 86_400_000;

/**
 * The usual seasons of a step, in steps, ascending: a day and a week for hours, a week and a year
 * for days, a year for months. Only those that the history holds twice.
 *
 * @param length Number of values in the history.
 */
export function usualSeasons(step: Step, length: number): number[] {
  const all = "months" in step
    ? [12 / step.months]
    : step.ms < 60_000
    ? [60_000 / step.ms, 3_600_000 / step.ms]
    : step.ms < 900_000
    ? [3_600_000 / step.ms, DAY / step.ms, 7 * DAY / step.ms]
    : step.ms < DAY
    ? [DAY / step.ms, 7 * DAY / step.ms]
    : [7 * DAY / step.ms, 365.25 * DAY / step.ms];
  return all.filter((season) => season >= 2 && 2 * season <= length);
}
