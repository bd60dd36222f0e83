import { cutoffsOf } from "./cutoffs.ts";
import type { Series } from "../series/series.ts";

/**
 * The series that can be back-tested over the horizon, or, if none is asked for, over one step. Each
 * other one is reported, with the reason.
 *
 * @throws {RangeError} All are too short.
 */
export function longEnough(
  series: readonly Series[],
  { horizon = 1, windows }: { horizon?: number | undefined; windows: number },
  leftOut: (series: string, reason: Error) => void,
): Series[] {
  const failed: [id: string, error: Error][] = [];
  const kept = series.filter((one) => {
    try {
      return cutoffsOf(one, { horizon, windows });
    } catch (error) {
      failed.push([one.id, error as Error]);
      return false;
    }
  });
  if (kept.length === 0 && failed[0]) throw failed[0][1];
  for (const [id, error] of failed) leftOut(id, error);
  return kept;
}
