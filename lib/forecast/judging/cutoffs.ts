import type { Series } from "../series/series.ts";

/** Where a back-test cuts a series. */
export interface CutoffOptions {
  /** Steps ahead of each forecast. */
  horizon: number;
  /** Forecasts for each model and series. @default 3 */
  windows?: number;
  /** Steps from one cutoff to the next. @default the horizon */
  step?: number;
}

/**
 * Numbers of values before each cutoff, ascending.
 *
 * @throws {RangeError} An option is not a whole number from 1, or the series is too short.
 */
export function cutoffsOf(
  { id, value }: Series,
  { horizon, windows = 3, step = horizon }: CutoffOptions,
): number[] {
  for (const [name, count] of Object.entries({ horizon, windows, step })) {
    if (!(Number.isInteger(count) && count >= 1)) {
      throw new RangeError(
        `Cannot back-test: ${name} is ${count}, it must be a whole number from 1`,
      );
    }
  }
  const first = value.length - horizon - (windows - 1) * step;
  if (first < 2) {
    throw new RangeError(
      `Cannot back-test ${id}: ${windows} windows of ${horizon} steps, ${step} apart, need ` +
        `${
          value.length - first + 2
        } values, it has ${value.length}. Ask for fewer or shorter windows`,
    );
  }
  return Array.from({ length: windows }, (_, i) => first + i * step);
}
