import type { ForecastRow } from "../../streams/forecasts.ts";
import type { Model } from "../model.ts";
import { seasonalNaive } from "../models/seasonal_naive.ts";
import type { Series } from "../series/series.ts";
import { openPool } from "../workers/forecast_pool.ts";
import { type Backtest, backtest, type BacktestOptions } from "./backtest.ts";
import { forecastRows } from "./forecast_rows.ts";

/** Options for {@linkcode experiment}: those of the back-test, and what is forecast after it. */
export interface ExperimentOptions extends BacktestOptions {
  /** Share that the intervals of the back-test and of the forecast are to cover. */
  level: number;
  /** Forecast with every model that could be judged. @default false: with the best */
  all?: boolean;
  /** Series that could not be forecast, for the report. @default none */
  leftOut?: readonly LeftOut[];
}

/** A series that is not forecast. */
export interface LeftOut {
  series: string;
  reason: string;
}

/** A back-test, and forecasts from the end of each series. */
export interface Experiment {
  series: Series[];
  /** Those that could not be forecast. */
  leftOut: readonly LeftOut[];
  horizon: number;
  level: number;
  judged: Backtest;
  /** The model with the best score. */
  best: string;
  /** Forecasts from the end of each series, by the best model or by each that was judged. */
  coming: ForecastRow[];
  /** Where a simpler model stood in for them. */
  notes: string[];
}

/**
 * Back-tests models and forecasts from the end of each series.
 *
 * @throws {Error} Every model failed.
 */
export async function experiment(
  series: Series[],
  models: readonly Model[],
  options: ExperimentOptions,
): Promise<Experiment> {
  const { horizon, level, levels = [level], signal, jobs = 0, linger, now, all = false } = options;
  const { seasons, floor, holidays } = options;
  using pool = openPool({ jobs, signal, linger, now });
  const judged = await backtest(series, models, { ...options, pool });
  const best = judged.scores[0]?.model;
  if (best === undefined) {
    const { model, reason } = judged.failures[0]!;
    throw new Error(`Cannot forecast: every model failed. ${model}: ${reason}`);
  }
  const chosen = all ? judged.scores.map(({ model }) => model) : [best];
  const found = await Promise.all(series.flatMap((one) =>
    chosen.map(async (id) => {
      const model = models.find((model) => model.id === id) ?? seasonalNaive;
      const job = { series: one, model, horizon, levels, options: { seasons, floor, holidays } };
      try {
        const { forecast } = await pool.forecast(job);
        return { rows: forecastRows(forecast, { series: one, model: id }), one, forecast };
      } catch (error) {
        if (signal?.aborted || !judged.failures.some(({ series }) => series === one.id)) {
          throw error;
        }
      }
    })
  ));
  const made = found.filter((one) => one !== undefined);
  const notes = made.flatMap(({ one, forecast }) =>
    forecast.notes.map((note) => `${one.id}: ${note}`)
  );
  return {
    series,
    leftOut: options.leftOut ?? [],
    horizon,
    level,
    judged,
    best,
    coming: made.flatMap(({ rows }) => rows),
    notes: [...new Set(notes)],
  };
}
