import { messageOf } from "../errors.ts";
import { noProgress, type Progress } from "../progress.ts";
import type { FitOptions, Model } from "./model.ts";
import { seasonalNaive } from "./models/seasonal_naive.ts";
import { judge, type Judgement, meanMeasures, type Measures } from "./score.ts";
import type { Series } from "./series.ts";
import { usualSeasons } from "./step.ts";

/** What {@linkcode backtest} does. */
export interface BacktestOptions extends FitOptions {
  /** Steps ahead that each forecast goes. */
  horizon: number;
  /** Forecasts of each model and series. @default 3 */
  windows?: number;
  /** Steps from one cutoff to the next. @default the horizon */
  step?: number;
  /** Share that the interval shall cover. @default 0.95 */
  level?: number;
  /** @default nothing is shown */
  progress?: Progress;
  /** Ends the work between two fits. */
  signal?: AbortSignal;
  /** Milliseconds of a clock that never goes back. @default performance.now */
  now?: () => number;
}

/** One forecast value beside what came. */
export interface BacktestRow {
  series: string;
  model: string;
  /** Start of the last bucket that the model knew. */
  cutoff: Date;
  time: Date;
  /** Null where nothing is known. */
  y: number | null;
  yhat: number;
  lower: number;
  upper: number;
}

/** A model's line in the table of scores. */
export interface Score extends Measures {
  model: string;
  /** Mean seconds of one fit and prediction. */
  seconds: number;
  /** Forecasts that were judged. */
  windows: number;
  /** Whether its MAE is larger than seasonal naive's on the same windows. */
  losesToSeasonalNaive: boolean;
}

/** A model that could not forecast a series, which is left out of its score. */
export interface Failure {
  series: string;
  model: string;
  reason: string;
}

/** What {@linkcode backtest} found. */
export interface Backtest {
  rows: BacktestRow[];
  /** One for each model, the best MASE first (MAE where that cannot be measured). */
  scores: Score[];
  failures: Failure[];
  /** Where a simpler model answered, each said once. */
  notes: string[];
}

interface Trial extends Judgement {
  window: string;
  seconds: number;
}

/**
 * Judges models on the end of series with rolling origins: each forecasts from several cutoffs,
 * knowing nothing behind them, and is compared with what came. Seasonal naive is always among them.
 * A model that fails on a series is reported and skipped there.
 *
 * @throws {RangeError} A series is too short for the windows.
 */
export async function backtest(
  series: Series | readonly Series[],
  models: readonly Model[],
  options: BacktestOptions,
): Promise<Backtest> {
  const { progress = noProgress, signal, now = () => performance.now() } = options;
  const all = "id" in series ? [series] : series;
  const cutoffs = new Map(all.map((one) => [one, cutoffsOf(one, options)]));
  const judged = models.some(({ id }) => id === seasonalNaive.id)
    ? models
    : [seasonalNaive, ...models];
  const trials = new Map<string, Trial[]>(judged.map(({ id }) => [id, []]));
  const rows: BacktestRow[] = [], failures: Failure[] = [], notes = new Set<string>();
  let done = 0;
  for (const one of all) {
    for (const model of judged) {
      try {
        const found = [];
        for (const cutoff of cutoffs.get(one)!) {
          // Lets what waits in this process run: a progress bar, the Stop button, a live chart.
          await new Promise((resolve) => setTimeout(resolve));
          signal?.throwIfAborted();
          found.push(await tryWindow(one, model, { ...options, cutoff, now }));
        }
        for (const window of found) {
          rows.push(...window.rows);
          trials.get(model.id)!.push(window.trial);
          for (const note of window.notes) notes.add(`${one.id}: ${note}`);
        }
      } catch (error) {
        signal?.throwIfAborted();
        failures.push({ series: one.id, model: model.id, reason: messageOf(error) });
      }
      progress.update("back-test", ++done, all.length * judged.length);
    }
  }
  progress.done();
  return { rows, scores: scoresOf(trials), failures, notes: [...notes] };
}

/** Numbers of values before each cutoff, ascending. */
function cutoffsOf(
  { id, value }: Series,
  { horizon, windows = 3, step = horizon }: BacktestOptions,
): number[] {
  for (const [name, count] of Object.entries({ horizon, windows, step })) {
    if (!(Number.isInteger(count) && count >= 1)) {
      throw new RangeError(
        `Cannot back-test: ${name} is ${count}, it must be a whole number from 1`,
      );
    }
  }
  const first = value.length - horizon - (windows - 1) * step;
  if (first < 2) {
    throw new RangeError(
      `Cannot back-test ${id}: ${windows} windows of ${horizon} steps, ${step} apart, need ` +
        `${
          value.length - first + 2
        } values, it has ${value.length}. Ask for fewer or shorter windows`,
    );
  }
  return Array.from({ length: windows }, (_, i) => first + i * step);
}

interface Window extends BacktestOptions {
  cutoff: number;
  now: () => number;
}

async function tryWindow(series: Series, model: Model, options: Window) {
  const { cutoff, horizon, level = 0.95, now } = options;
  const seasons = options.seasons ?? usualSeasons(series.step, cutoff);
  const known = {
    ...series,
    time: series.time.slice(0, cutoff),
    value: series.value.slice(0, cutoff),
  };
  const start = now();
  const forecast = (await model.fit(known, { ...options, seasons })).predict(horizon, [level]);
  const seconds = (now() - start) / 1000;
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
  const trial: Trial = { ...judgement, seconds, window: `${series.id} ${cutoff}` };
  return { rows, trial, notes: forecast.notes };
}

function scoresOf(trials: Map<string, Trial[]>): Score[] {
  const yardstick = new Map(trials.get(seasonalNaive.id)!.map((one) => [one.window, one.mae]));
  return [...trials].flatMap(([model, found]): Score[] => {
    if (found.length === 0) return [];
    const same = found.filter(({ window }) => yardstick.has(window));
    const own = same.reduce((sum, { mae }) => sum + mae, 0);
    const other = same.reduce((sum, { window }) => sum + yardstick.get(window)!, 0);
    return [{
      model,
      ...meanMeasures(found),
      seconds: found.reduce((sum, { seconds }) => sum + seconds, 0) / found.length,
      windows: found.length,
      losesToSeasonalNaive: own > other,
    }];
  }).sort((a, b) => (a.mase ?? a.mae ?? Infinity) - (b.mase ?? b.mae ?? Infinity));
}
