import { messageOf } from "../../errors.ts";
import { noProgress, type Progress } from "../../progress.ts";
import { type CutoffOptions, cutoffsOf } from "./cutoffs.ts";
import type { FitOptions, Model } from "../model.ts";
import { seasonalNaive } from "../models/seasonal_naive.ts";
import { type ForecastPool, openPool, type PoolOptions } from "../workers/forecast_pool.ts";
import { judge } from "./judge.ts";
import { type Score, scoresOf, type WindowJudgement } from "./leaderboard.ts";
import type { Series } from "../series/series.ts";
import { usualSeasons } from "../series/usual_seasons.ts";

/** Options for {@linkcode backtest}: the windows, the fits, the interval and the workers. */
export interface BacktestOptions extends FitOptions, CutoffOptions, PoolOptions {
  /** Share that the interval is to cover. @default 0.95 */
  level?: number;
  /** Shares for which coverage is counted; a forecast has intervals for them. @default `level` alone */
  levels?: readonly number[];
  /** @default nothing is shown */
  progress?: Progress;
  /** Workers; 0 forecasts in this thread, which models of your own need. @default 0 */
  jobs?: number;
  /** An open pool to forecast in, instead of `jobs`; it stays open. */
  pool?: ForecastPool;
}

/** One forecast value with the actual one. */
export interface BacktestRow {
  series: string;
  model: string;
  /** Start of the last bucket that the model knew. */
  cutoff: Date;
  time: Date;
  /** The actual value; null for a gap. */
  y: number | null;
  yhat: number;
  lower: number;
  upper: number;
}

/** How often an interval held the actual value. */
export interface Coverage {
  series: string;
  model: string;
  /** The share that the interval was to cover. */
  level: number;
  /** Actual values inside it. */
  inside: number;
  /** Actual values that are known. */
  of: number;
}

/** A model that could not forecast a series, which is left out of its score. */
export interface Failure {
  series: string;
  model: string;
  reason: string;
}

/** Forecasts, scores and failures of a back-test. */
export interface Backtest {
  rows: BacktestRow[];
  /** One for each model, the best MASE first (the best MAE if there is no MASE). */
  scores: Score[];
  /** For each series, model and level of `levels`. */
  coverage: Coverage[];
  failures: Failure[];
  /** Where a simpler model stood in, each once. */
  notes: string[];
}

/**
 * Judges models on the end of series with rolling origins: each forecasts from several cutoffs,
 * without the values after them, and is compared with those. Seasonal naive is always among the
 * models. A model that fails on a series is reported and skipped there.
 *
 * @throws {RangeError} A series is too short for the windows.
 */
export async function backtest(
  series: Series | readonly Series[],
  models: readonly Model[],
  options: BacktestOptions,
): Promise<Backtest> {
  const { progress = noProgress, signal, jobs = 0, linger, now } = options;
  const all = "id" in series ? [series] : series;
  const cutoffs = new Map(all.map((one) => [one, cutoffsOf(one, options)]));
  const judged = models.some(({ id }) => id === seasonalNaive.id)
    ? models
    : [seasonalNaive, ...models];
  using own = options.pool ? undefined : openPool({ jobs, signal, linger, now });
  const pool = options.pool ?? own!;
  let done = 0;
  const found = await Promise.all(all.flatMap((one) =>
    judged.map(async (model) => {
      const windows = cutoffs.get(one)!.map((cutoff) =>
        tryWindow(one, model, { ...options, cutoff, pool })
      );
      const settled = await Promise.allSettled(windows);
      signal?.throwIfAborted();
      progress.update("back-test", ++done, all.length * judged.length);
      const failed = settled.find((window) => window.status === "rejected");
      const failure = failed &&
        { series: one.id, model: model.id, reason: messageOf(failed.reason) };
      return { series: one, model, failure, windows: failure ? [] : await Promise.all(windows) };
    })
  ));
  progress.done();
  const trials = new Map<string, WindowJudgement[]>(judged.map(({ id }) => [id, []]));
  const notes = new Set<string>();
  for (const { series, model, windows } of found) {
    trials.get(model.id)!.push(...windows.map(({ trial }) => trial));
    for (const note of windows.flatMap(({ notes }) => notes)) notes.add(`${series.id}: ${note}`);
  }
  return {
    rows: found.flatMap(({ windows }) => windows.flatMap(({ rows }) => rows)),
    scores: scoresOf(trials),
    coverage: found.flatMap(({ windows }) => covered(windows.flatMap(({ held }) => held))),
    failures: found.flatMap(({ failure }) => failure ?? []),
    notes: [...notes],
  };
}

interface WindowTask extends BacktestOptions {
  cutoff: number;
  pool: ForecastPool;
}

async function tryWindow(series: Series, model: Model, options: WindowTask) {
  const { cutoff, pool, horizon, level = 0.95, levels = [level], floor, holidays } = options;
  const seasons = options.seasons ?? usualSeasons(series.step, cutoff);
  const known = {
    ...series,
    time: series.time.slice(0, cutoff),
    value: series.value.slice(0, cutoff),
  };
  const { forecast, seconds } = await pool.forecast({
    series: known,
    model,
    horizon,
    levels: [...new Set([level, ...levels])],
    options: { seasons, floor, holidays },
  });
  const interval = forecast.intervals[0]!;
  const actual = series.value.slice(cutoff, cutoff + horizon);
  const rows = actual.map((y, q): BacktestRow => ({
    series: series.id,
    model: model.id,
    cutoff: new Date(series.time[cutoff - 1]!),
    time: new Date(series.time[cutoff + q]!),
    y: isNaN(y) ? null : y,
    yhat: forecast.mean[q]!,
    lower: interval.lower[q]!,
    upper: interval.upper[q]!,
  }));
  const judgement = judge({
    train: Float64Array.from(known.value),
    actual,
    mean: forecast.mean,
    interval,
    season: seasons[0] ?? 1,
  });
  const trial: WindowJudgement = { ...judgement, seconds, window: `${series.id} ${cutoff}` };
  const held = forecast.intervals.filter(({ level }) => levels.includes(level))
    .map(({ level, lower, upper }): Coverage => ({
      series: series.id,
      model: model.id,
      level,
      inside: actual.filter((y, q) => y >= lower[q]! && y <= upper[q]!).length,
      of: actual.filter((y) => !isNaN(y)).length,
    }));
  return { rows, trial, held, notes: forecast.notes };
}

/** The counts of several windows together, by level. */
function covered(windows: Coverage[]): Coverage[] {
  const sums = new Map<number, Coverage>();
  for (const one of windows) {
    const sum = sums.get(one.level);
    const [inside, of] = [(sum?.inside ?? 0) + one.inside, (sum?.of ?? 0) + one.of];
    sums.set(one.level, { ...one, inside, of });
  }
  return [...sums.values()];
}
