import * as library from "../forecast/mod.ts";
import type { ForecastRow } from "../streams/forecasts.ts";
import { type FrameLike, isFrame } from "./frame/frame_like.ts";
import { signalOf } from "./stop.ts";

/** What can be forecast: rows, a query that has not run, or series. */
export type Forecastable =
  | readonly object[]
  | PromiseLike<readonly object[]>
  | FrameLike
  | library.Series;

/** Options for {@linkcode forecast}: the columns, the models, the back-test and the intervals. */
export interface NotebookForecastOptions
  extends library.FitOptions, Pick<library.PoolOptions, "jobs" | "signal"> {
  /** Column of the time. @default the first with Dates, else one with a usual name */
  time?: string;
  /** Column to forecast. @default the only one with numbers */
  value?: string;
  /** Column that tells several series apart. @default none: all rows are one series */
  series?: string;
  /** Steps ahead. @default the shortest season, or twelve */
  horizon?: number;
  /** Models to judge: ids, or models of your own. @default all of the library */
  models?: readonly (string | library.Model)[];
  /** Windows of the back-test. @default 3 */
  windows?: number;
  /** Shares that intervals are to cover; the back-test judges the largest. @default 0.8 and 0.95 */
  levels?: readonly number[];
  /** How gaps are filled. @default a series with gaps is refused */
  fill?: library.FillRule;
  /** How rows with the same time are joined. @default "error" */
  duplicates?: library.DuplicateRule;
  /** What happens to the last bucket: `auto` drops it if it is partial. @default "auto" */
  last?: library.SeriesOptions["last"];
  /**
   * How times are written, if it is in doubt: `%d/%m/%Y`, as in strptime, or `epoch-s`, `epoch-ms`,
   * `epoch-us`, `epoch-ns`, `excel`. @default found
   */
  timeFormat?: string;
  /** The data is complete up to here: a bucket that ends later is dropped. @default now */
  until?: Date | number;
}

/** Scores of a back-test and the forecast of the best model, as rows for tables and charts. */
export interface NotebookForecast {
  /** The series, with their step and notes on their rows. */
  series: library.Series[];
  /** Series that were left out, as too short ones, with the reason. */
  leftOut: library.LeftOut[];
  /** Values of the series; null for a gap. */
  history: { series: string; time: Date; value: number | null }[];
  /** A line for each model, the best first. */
  scores: library.Score[];
  /** The model with the best score. */
  best: string;
  /** One sentence: the best model, and how it compares with seasonal naive. */
  verdict: string;
  /** Forecasts of all windows of the back-test, with the actual values. */
  backtest: (library.BacktestRow & { level: number })[];
  /** Those of the last window of each series. */
  lastWindow: (library.BacktestRow & { level: number })[];
  /** How often the intervals of each model held the actual value, by series and level. */
  coverage: library.Coverage[];
  /** The forecast by the best model, for each time and level. */
  forecast: ForecastRow[];
  /** Models that failed on a series. */
  failures: library.Failure[];
  /** What was done to the rows, and where a simpler model stood in. */
  notes: string[];
}

/**
 * Judges models on the past of one or several series and forecasts with the best. Columns and step
 * are found; models run in workers, which Stop ends: `await forecast(sql`…`, { horizon: 10 })`. The
 * library's functions are its members: `forecast.models`, `forecast.seriesOf`, ….
 *
 * @param of Rows, a frame or a query with a time and a value, and a third column if there are several series;
 * or series.
 * @throws {UsageError} A column is missing or cannot be found.
 * @throws {RangeError} The times are not regular, a model is unknown, or a series is too short.
 */
async function forecastRows(
  of: Forecastable,
  options: NotebookForecastOptions = {},
): Promise<NotebookForecast> {
  const signal = signalOf(options.signal);
  const { windows = 3, levels = [0.8, 0.95], seasons, floor, holidays } = options;
  const models = (options.models ?? library.models)
    .map((model) => typeof model === "string" ? library.modelOf(model) : model);
  const left: library.LeftOut[] = [];
  const leftOut = (series: string, { message }: Error) =>
    void left.push({ series, reason: message });
  const made = asSeries("id" in of ? [of] : isFrame(of) ? of.objects() : await of, {
    ...options,
    leftOut,
  });
  const series = library.longEnough(made, { horizon: options.horizon, windows }, leftOut);
  const found = await library.experiment(series, models, {
    horizon: options.horizon ?? library.defaultHorizon(series, { seasons, windows }),
    windows,
    level: Math.max(...levels),
    levels,
    seasons,
    floor,
    holidays,
    jobs: options.jobs ?? defaultJobs(models),
    linger: LINGER,
    signal,
  });
  const { judged: { rows, scores, coverage, failures, notes }, level } = found;
  const backtest = rows.map((row) => ({ ...row, level }));
  const last = new Map<string, number>();
  for (const { series, cutoff } of rows) {
    last.set(series, Math.max(last.get(series) ?? -Infinity, cutoff.getTime()));
  }
  return {
    series,
    leftOut: left,
    history: series.flatMap(({ id, time, value }) =>
      time.map((one, at) => ({
        series: id,
        time: new Date(one),
        value: isNaN(value[at]!) ? null : value[at]!,
      }))
    ),
    scores,
    best: found.best,
    verdict: library.verdict(found),
    backtest,
    lastWindow: backtest.filter(({ series, cutoff }) => cutoff.getTime() === last.get(series)),
    coverage,
    forecast: found.coming,
    failures,
    notes: [
      ...series.flatMap(({ id, notes }) => notes.map((note) => `${id}: ${note}`)),
      ...left.map(({ series, reason }) => `left out: ${series}: ${reason}`),
      ...new Set([...notes, ...found.notes]),
    ],
  };
}

function asSeries(
  rows: readonly object[],
  options: NotebookForecastOptions & Pick<library.TableSeriesOptions, "leftOut">,
): library.Series[] {
  if (rows.length === 0) {
    throw new Error("Cannot forecast: there are no rows. Does the table hold any for this query?");
  }
  if (rows.every(isSeries)) {
    const { fill } = options;
    return rows.map((one) => fill === undefined ? one : library.fillGaps(one, fill));
  }
  const { time, value, series, fill, duplicates, last, until, timeFormat, leftOut } = options;
  const table = {
    columns: Object.keys(rows[0]!),
    rows: rows as readonly Record<string, unknown>[],
    source: "the data",
  };
  const columns = { time, value, series };
  const rules = {
    fill,
    duplicates,
    last,
    timeFormat,
    leftOut,
    until: until === undefined ? undefined : Number(until),
  };
  return library.seriesFromTable(table, { ...columns, ...rules });
}

/** Whether it is a series of the library, not a row. */
export function isSeries(one: object): one is library.Series {
  const { time, value } = one as Partial<library.Series>;
  return Array.isArray(time) && Array.isArray(value) && "step" in one;
}

/**
 * Back-tests models as the library does, in workers that Stop ends.
 *
 * @throws {RangeError} A series is too short for the windows.
 */
async function backtest(
  series: library.Series | readonly library.Series[],
  models: readonly library.Model[],
  options: library.BacktestOptions,
): Promise<library.Backtest> {
  const signal = signalOf(options.signal);
  const { jobs = defaultJobs(models) } = options;
  return await library.backtest(series, models, { linger: LINGER, ...options, jobs, signal });
}

/** Milliseconds for which workers wait for the next forecast. */
const LINGER = 60_000;

/** All cores: the notebook itself waits. Models of your own run in this thread. */
function defaultJobs(models: readonly library.Model[]): number {
  const own = models.some((model) => !library.models.includes(model));
  return own ? 0 : navigator.hardwareConcurrency;
}

export const forecast = Object.assign(forecastRows, { ...library, backtest });

/** Types of the library, as `forecast.Series`. */
export declare namespace forecast {
  export type Backtest = library.Backtest;
  export type BacktestOptions = library.BacktestOptions;
  export type BacktestRow = library.BacktestRow;
  export type DuplicateRule = library.DuplicateRule;
  export type Coverage = library.Coverage;
  export type Experiment = library.Experiment;
  export type ExperimentOptions = library.ExperimentOptions;
  export type Failure = library.Failure;
  export type FillRule = library.FillRule;
  export type FitOptions = library.FitOptions;
  export type Fitted = library.Fitted;
  export type Forecast = library.Forecast;
  export type ForecastAndActual = library.ForecastAndActual;
  export type ForecastJob = library.ForecastJob;
  export type ForecastPool = library.ForecastPool;
  export type Interval = library.Interval;
  export type Judgement = library.Judgement;
  export type LeftOut = library.LeftOut;
  export type M4Case = library.M4Case;
  export type M4File = library.M4File;
  export type M4Score = library.M4Score;
  export type M4ScoreOptions = library.M4ScoreOptions;
  export type M4Scores = library.M4Scores;
  export type Metrics = library.Metrics;
  export type Model = library.Model;
  export type PoolOptions = library.PoolOptions;
  export type Score = library.Score;
  export type Series = library.Series;
  export type SeriesOptions = library.SeriesOptions;
  export type Step = library.Step;
  export type TimedForecast = library.TimedForecast;
}
