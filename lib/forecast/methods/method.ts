import { CannotFitError } from "../cannot_fit_error.ts";
import type { History } from "./history.ts";

/** Origins to forecast from, and how far. */
export interface ForecastRequest {
  /** Numbers of values that each forecast may see, ascending; the last is the forecast proper. */
  origins: readonly number[];
  /** Steps ahead, at least 1. */
  horizon: number;
}

/**
 * Point forecasts of a series from several origins, each `horizon` long. Values after an origin must
 * not affect its forecast; scale and log offset are taken from before the first origin. If a
 * forecast from an origin before the last cannot be made, it is filled with NaN.
 *
 * @throws {CannotFitError} The forecast from the last origin cannot be made.
 */
export type Method = (history: History, request: ForecastRequest) => Float64Array[];

/** A forecast from the end of `values`, the part of the history before an origin. */
export type OriginForecast = (
  values: Float64Array,
  at: { history: History; horizon: number },
) => Float64Array;

/** A method that starts again at every origin. */
export function eachOrigin(forecast: OriginForecast): Method {
  return (history, { origins, horizon }) =>
    origins.map((origin, i) => {
      try {
        return forecast(history.values.subarray(0, origin), { history, horizon });
      } catch (error) {
        if (error instanceof CannotFitError && i < origins.length - 1) {
          return new Float64Array(horizon).fill(NaN);
        }
        throw error;
      }
    });
}
