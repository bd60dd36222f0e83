import { CannotFitError } from "../cannot_fit_error.ts";
import type { Step } from "../series/step.ts";

export { CannotFitError };

/** What a forecasting method sees of a series. */
export interface Problem {
  /** One for each time of `time`; NaN for gaps, which only methods that say so are given. */
  values: Float64Array;
  /** Epoch milliseconds, of the history. */
  time: readonly number[];
  step: Step;
  /** Season lengths in steps, ascending; none for a series without season. */
  seasons: readonly number[];
  /** Starts of UTC days that differ from others of their kind, epoch milliseconds, also to come. */
  holidays: ReadonlySet<number>;
}

/** From where and how far to forecast. */
export interface Ask {
  /** Numbers of values that each forecast may see, ascending; the last is the forecast proper. */
  origins: readonly number[];
  /** Steps ahead, at least 1. */
  horizon: number;
}

/**
 * Point forecasts of a series from several origins, `horizon` long each. What lies behind an
 * origin must not matter to its forecast; scale and log offset are taken before the first one.
 * A forecast from an early origin that cannot be made is filled with NaN.
 *
 * @throws {CannotFitError} The forecast from the last origin cannot be made.
 */
export type Method = (problem: Problem, ask: Ask) => Float64Array[];

/** A method that starts anew from every origin. */
export function eachOrigin(
  forecast: (values: Float64Array, ask: { problem: Problem; horizon: number }) => Float64Array,
): Method {
  return (problem, { origins, horizon }) =>
    origins.map((origin, i) => {
      try {
        return forecast(problem.values.subarray(0, origin), { problem, horizon });
      } catch (error) {
        if (error instanceof CannotFitError && i < origins.length - 1) {
          return new Float64Array(horizon).fill(NaN);
        }
        throw error;
      }
    });
}
