/** The experiment of `deno task forecast`: judge models, then forecast what is to come. */
import type { ForecastRow } from "../../delivery/save_forecasts.ts";
import {
  type Backtest,
  backtest,
  type BacktestOptions,
  type Model,
  modelOf,
  type Series,
  usualSeasons,
} from "../mod.ts";

/** What {@linkcode experiment} found. */
export interface Experiment {
  series: Series[];
  horizon: number;
  level: number;
  judged: Backtest;
  /** The model with the best score. */
  best: string;
  /** Forecasts from the end of each series, of the best model or of each that was judged. */
  coming: ForecastRow[];
  /** Where another method answered in them. */
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
  options: BacktestOptions & {
    level: number;
    /** Forecast with every model that could be judged. @default false: with the best */
    all?: boolean;
  },
): Promise<Experiment> {
  const { horizon, level, signal, all = false } = options;
  const judged = await backtest(series, models, options);
  const best = judged.scores[0]?.model;
  if (best === undefined) {
    const { model, reason } = judged.failures[0]!;
    throw new Error(`Cannot forecast: every model failed. ${model}: ${reason}`);
  }
  const coming: ForecastRow[] = [], notes = new Set<string>();
  for (const one of series) {
    for (const model of all ? judged.scores.map(({ model }) => model) : [best]) {
      signal?.throwIfAborted();
      try {
        const forecast = (await modelOf(model).fit(one, options)).predict(horizon, [level]);
        const { lower, upper } = forecast.intervals[0]!;
        const cutoff = new Date(one.time.at(-1)!);
        forecast.time.forEach((time, at) =>
          coming.push({
            series: one.id,
            model,
            cutoff,
            time: new Date(time),
            horizon: at + 1,
            yhat: forecast.mean[at]!,
            lower: lower[at]!,
            upper: upper[at]!,
            level,
          })
        );
        for (const note of forecast.notes) notes.add(`${one.id}: ${note}`);
      } catch (error) {
        if (signal?.aborted || !judged.failures.some(({ series }) => series === one.id)) {
          throw error;
        }
      }
    }
  }
  return { series, horizon, level, judged, best, coming, notes: [...notes] };
}

/** Forecasts of the back-test and of what is to come, as they are kept. */
export function allRows({ judged, coming, level }: Experiment): ForecastRow[] {
  const ahead = new Map<string, number>();
  const past = judged.rows.map(({ y: _, ...row }) => {
    const key = JSON.stringify([row.series, row.model, row.cutoff]);
    const horizon = (ahead.get(key) ?? 0) + 1;
    ahead.set(key, horizon);
    return { ...row, horizon, level };
  });
  return [...past, ...coming];
}

/**
 * Steps ahead where none are asked for: the shortest season, or twelve, but no more than leaves two
 * thirds of the shortest series to learn from.
 */
export function defaultHorizon(
  series: readonly Series[],
  { seasons, windows }: { seasons: readonly number[] | undefined; windows: number },
): number {
  const length = Math.min(...series.map(({ value }) => value.length));
  const usual = (seasons ?? usualSeasons(series[0]!.step, length))[0] ?? 12;
  return Math.max(1, Math.min(Math.round(usual), Math.floor(length / 3 / windows)));
}
