import type { Series } from "../series/series.ts";
import { assertJudgeable, type JudgedValue, judgeValues } from "./judged_value.ts";
import { median, robustScale } from "./robust.ts";

/** Options for {@linkcode medianAnomalies}. */
export interface MedianAnomaliesOptions {
  /** Standard deviations, of normal values of the same spread, up to which a value is usual. @default 3.5 */
  threshold?: number | undefined;
}

/** Values with which a median says something. */
const LEAST = 8;

/**
 * Finds the values that are far from the median of all, measured by the median absolute deviation (MAD):
 * for series that have one level, without season or trend, as the voltage of a meter.
 * Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993, whose limit is 3.5.
 *
 * Gaps (NaN) are not judged. If more than half of the values are equal, the MAD is 0 and the mean absolute
 * deviation takes its place; if all are equal, none is an anomaly.
 *
 * @returns A judgement of each value, in order of time.
 * @throws {RangeError} There are fewer than 8 values, one is infinite, or the threshold is not above 0.
 */
export function medianAnomalies(
  series: Series,
  { threshold = 3.5 }: MedianAnomaliesOptions = {},
): JudgedValue[] {
  assertJudgeable(series, { threshold, least: LEAST });
  const usual = { expected: median(series.value), spread: robustScale(series.value) };
  return judgeValues(series, { threshold, at: () => usual });
}
