/** Series, models, back-tests and their scores. */
export { type Backtest, backtest } from "./backtest.ts";
export type { BacktestOptions, BacktestRow, Failure } from "./backtest.ts";
export type { Score } from "./scores.ts";
export type { ForecastJob, TimedForecast } from "./job.ts";
export { type ForecastPool, openPool, type PoolOptions } from "./pool.ts";
export { fillGaps, type FillRule } from "./gaps.ts";
export * from "./metrics.ts";
export type { FitOptions, Fitted, Forecast, Interval, Model } from "./model.ts";
export { modelOf, models } from "./models/mod.ts";
export { judge, type Judged, type Judgement, meanMeasures, type Measures } from "./score.ts";
export { naive2 } from "./seasonality.ts";
export {
  type DuplicateRule,
  type Series,
  seriesFrom,
  seriesOf,
  type SeriesOptions,
} from "./series.ts";
export { type Step, stepText, usualSeasons } from "./step.ts";
export { type M4Case, type M4File, readM4 } from "./m4.ts";
export { type M4Score, type M4ScoreOptions, type M4Scores, scoreM4 } from "./m4_score.ts";
