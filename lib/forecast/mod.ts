/** Series, models, back-tests and their scores. */
export { type Backtest, backtest } from "./judging/backtest.ts";
export type { BacktestOptions, BacktestRow, Failure } from "./judging/backtest.ts";
export type { Score } from "./judging/leaderboard.ts";
export type { ForecastJob, TimedForecast } from "./workers/forecast_job.ts";
export { type ForecastPool, openPool, type PoolOptions } from "./workers/forecast_pool.ts";
export { fillGaps, type FillRule } from "./series/fill_gaps.ts";
export * from "./judging/metrics.ts";
export type { FitOptions, Fitted, Forecast, Interval, Model } from "./model.ts";
export { modelOf, models } from "./models/mod.ts";
export {
  judge,
  type Judged,
  type Judgement,
  meanMeasures,
  type Measures,
} from "./judging/judge.ts";
export { naive2 } from "./math/seasonality.ts";
export {
  type DuplicateRule,
  type Series,
  seriesFrom,
  seriesOf,
  type SeriesOptions,
} from "./series/series.ts";
export { type Step, stepText, usualSeasons } from "./series/step.ts";
export { type M4Case, type M4File, readM4 } from "./judging/m4_files.ts";
export { type M4Score, type M4ScoreOptions, type M4Scores, scoreM4 } from "./judging/m4_score.ts";
