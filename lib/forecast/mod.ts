/** Series, models, back-tests and their scores. */
export * from "./anomalies/mod.ts";
export { type Backtest, backtest } from "./judging/backtest.ts";
export type { BacktestOptions, BacktestRow, Coverage, Failure } from "./judging/backtest.ts";
export { defaultHorizon } from "./judging/default_horizon.ts";
export {
  type Experiment,
  experiment,
  type ExperimentOptions,
  type LeftOut,
} from "./judging/experiment.ts";
export { experimentJson } from "./judging/experiment_json.ts";
export { longEnough } from "./judging/long_enough.ts";
export { experimentReport } from "./judging/experiment_report.ts";
export { experimentRows } from "./judging/experiment_rows.ts";
export { type ForecastAndActual, judge, type Judgement } from "./judging/judge.ts";
export { meanMetrics, type Metrics } from "./judging/judge.ts";
export type { Score } from "./judging/leaderboard.ts";
export { type M4Case, type M4File, readM4 } from "./judging/m4_files.ts";
export { type M4Score, type M4ScoreOptions, type M4Scores, scoreM4 } from "./judging/m4_score.ts";
export * from "./judging/metrics.ts";
export { naive2 } from "./judging/naive2.ts";
export { verdict } from "./judging/verdict.ts";
export type { FitOptions, Fitted, Forecast, Interval, Model } from "./model.ts";
export { modelOf, models } from "./models/mod.ts";
export { csvTable } from "./series/csv_table.ts";
export type { DuplicateRule } from "./series/duplicates.ts";
export { fillGaps, type FillRule } from "./series/fill_gaps.ts";
export { queryTable } from "./series/query_table.ts";
export type { RowTable } from "./series/row_table.ts";
export { type Series, seriesOf } from "./series/series.ts";
export { seriesFrom, type SeriesOptions } from "./series/series_from_rows.ts";
export { seriesFromTable, type TableSeriesOptions } from "./series/series_from_table.ts";
export { type Step, stepText } from "./series/step.ts";
export { readTimes } from "./series/times/read_times.ts";
export { FORMAT_HELP } from "./series/times/time_format.ts";
export { usualSeasons } from "./series/usual_seasons.ts";
export type { ForecastJob, TimedForecast } from "./workers/forecast_job.ts";
export { type ForecastPool, openPool, type PoolOptions } from "./workers/forecast_pool.ts";
