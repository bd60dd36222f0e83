import { CannotFitError } from "../cannot_fit_error.ts";
import { eachOrigin, type Method } from "./method.ts";

/** Method: the last known value, for all times to come. */
export const repeatValue: Method = eachOrigin((values, { horizon }) => {
  const last = values.findLast((value) => !isNaN(value)) ?? NaN;
  return new Float64Array(horizon).fill(last);
});

/**
 * Method: the last season repeated; for a series without a season, the last value.
 *
 * @param which Index in the history's seasons. @default 0
 */
export function repeatSeason(which = 0): Method {
  return eachOrigin((values, { history: { seasons }, horizon }) => {
    if (which > 0 && which >= seasons.length) {
      throw new CannotFitError("the series has no such season");
    }
    const season = Math.round(seasons[which] ?? 1);
    if (values.length < season) {
      throw new CannotFitError(`${values.length} values are fewer than a season of ${season}`);
    }
    const start = values.length - season;
    return Float64Array.from({ length: horizon }, (_, q) => values[start + q % season]!);
  });
}
