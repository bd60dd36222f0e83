/** Series, models, back-tests and their scores. */
export { type Backtest, backtest, type BacktestOptions, type BacktestRow } from "./backtest.ts";
export type { Failure, Score } from "./backtest.ts";
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
