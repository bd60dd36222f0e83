import type { Series } from "../series/series.ts";
import { stepText } from "../series/step.ts";
import { usualSeasons } from "../series/usual_seasons.ts";
import { assertJudgeable, type JudgedValue, judgeValues } from "./judged_value.ts";
import { median, medianDeviation, robustScale } from "./robust.ts";
import { rollingMedian } from "./rolling_median.ts";

/** Options for {@linkcode seasonalAnomalies}. */
export interface SeasonalAnomaliesOptions {
  /** Standard deviations, of normal residuals of the same spread, up to which a value is usual. @default 8 */
  threshold?: number | undefined;
  /** The season in steps. @default the longest usual one that the series holds four times: a week of hours */
  season?: number | undefined;
}

/** Times that a season must be there: one of them may be strange without hiding that it is. */
const TIMES = 4;

/**
 * Finds the values that are far from what is usual at their place in the season, as at their hour of the
 * week. Expected is the median of the same places of the *other* seasons, so that a strange value does not
 * hide itself, plus the level: the median of the residuals of a season around. The spread is that of the
 * residuals at the same place, but not below that of all: a quiet hour of the night is not judged more
 * strictly than the series as a whole. Residuals of real series have long tails, hence the high threshold.
 *
 * Gaps (NaN) are not judged. What lasts for more than half of a season becomes the level, and is usual.
 * Places are counted in steps: where people's clocks change, as in summer, give times of the local clock.
 *
 * @returns A judgement of each value, in order of time.
 * @throws {RangeError} The series does not hold a season four times, a value is infinite, or the season or the
 * threshold is out of its range.
 */
export function seasonalAnomalies(
  series: Series,
  { threshold = 8, season }: SeasonalAnomaliesOptions = {},
): JudgedValue[] {
  const { value } = series;
  const period = season ?? longestSeason(series);
  if (!(Number.isInteger(period) && period >= 2)) {
    throw new RangeError(
      `Cannot look for anomalies in ${series.id}: a season of ${period} steps is not a whole number from 2 on`,
    );
  }
  assertJudgeable(series, { threshold, least: TIMES * period });
  const profile = othersMedian(value, period);
  const level = rollingMedian(value.map((one, i) => one - profile[i]!), period);
  const expected = profile.map((one, i) => one + level[i]!);
  const residuals = value.map((one, i) => one - expected[i]!);
  const least = robustScale(residuals);
  const spreads = Array.from({ length: period }, (_, place) => {
    const own = medianDeviation(residuals.filter((_, i) => i % period === place));
    return isNaN(own) ? least : Math.max(own, least);
  });
  const at = (i: number) => ({ expected: expected[i]!, spread: spreads[i % period]! });
  return judgeValues(series, { threshold, at });
}

/** @throws {RangeError} None is there often enough. */
function longestSeason({ id, value, step }: Series): number {
  const found = usualSeasons(step, value.length).map(Math.round)
    .findLast((season) => TIMES * season <= value.length);
  if (found !== undefined) return found;
  throw new RangeError(
    `Cannot look for anomalies in ${id}: ${value.length} values, ${
      stepText(step)
    } apart, do not hold a ` +
      `usual season ${TIMES} times. Give the season in steps or more values, or compare with the median of all`,
  );
}

/** For each value, the median of those of the same place in other seasons; NaN if they are all gaps. */
function othersMedian(values: readonly number[], period: number): Float64Array {
  const medians = new Float64Array(values.length);
  for (let place = 0; place < period; place++) {
    const own = values.filter((_, i) => i % period === place);
    own.forEach((_, which) =>
      medians[place + which * period] = median(own.filter((_, i) => i !== which))
    );
  }
  return medians;
}
