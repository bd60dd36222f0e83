import type { Series } from "../series/series.ts";
import { usualSeasons } from "../series/usual_seasons.ts";

/**
 * Steps ahead if none are requested: the shortest season, or twelve, but no more than leaves two
 * thirds of the shortest series to learn from.
 *
 * @param options `windows`: forecasts of the back-test for each model and series.
 */
export function defaultHorizon(
  series: readonly Series[],
  { seasons, windows }: { seasons?: readonly number[] | undefined; windows: number },
): number {
  const length = Math.min(...series.map(({ value }) => value.length));
  const usual = (seasons ?? usualSeasons(series[0]!.step, length))[0] ?? 12;
  return Math.max(1, Math.min(Math.round(usual), Math.floor(length / 3 / windows)));
}
