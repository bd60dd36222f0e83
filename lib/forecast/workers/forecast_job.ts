import type { FitOptions, Forecast, Model } from "../model.ts";
import type { Series } from "../series/series.ts";

/** One fit and its forecast. */
export interface ForecastJob {
  series: Series;
  model: Model;
  /** Steps ahead. */
  horizon: number;
  /** Shares that intervals cover. @default those of the model */
  levels?: readonly number[];
  /** Options for the fit. @default {} */
  options?: FitOptions;
}

/** A forecast and the seconds that fit and prediction took. */
export interface TimedForecast {
  forecast: Forecast;
  seconds: number;
}

/**
 * Fits and predicts in this thread.
 *
 * @param options `now`: milliseconds of a clock that never goes back. @default performance.now
 */
export async function runJob(
  { series, model, horizon, levels, options }: ForecastJob,
  { now = () => performance.now() }: { now?: () => number } = {},
): Promise<TimedForecast> {
  const start = now();
  const forecast = (await model.fit(series, options)).predict(horizon, levels);
  return { forecast, seconds: (now() - start) / 1000 };
}
