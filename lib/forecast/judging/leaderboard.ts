import { seasonalNaive } from "../models/seasonal_naive.ts";
import { type Judgement, meanMetrics, type Metrics } from "./judge.ts";

/** A model's line in the leaderboard. */
export interface Score extends Metrics {
  model: string;
  /** Mean seconds of one fit and prediction. */
  seconds: number;
  /** Number of forecasts that were judged. */
  windows: number;
  /** Whether its MAE is larger than seasonal naive's on the same windows. */
  losesToSeasonalNaive: boolean;
}

/** One judged forecast of a back-test. */
export interface WindowJudgement extends Judgement {
  /** Series and cutoff: models are compared on the same ones. */
  window: string;
  seconds: number;
}

/**
 * One score for each model that was judged, the best MASE first (the best MAE if there is no MASE).
 *
 * @param trials Judgements by model id; those of seasonal naive must be among them.
 */
export function scoresOf(trials: Map<string, WindowJudgement[]>): Score[] {
  const yardstick = new Map(trials.get(seasonalNaive.id)!.map((one) => [one.window, one.mae]));
  return [...trials].flatMap(([model, found]): Score[] => {
    if (found.length === 0) return [];
    const same = found.filter(({ window }) => yardstick.has(window));
    const own = same.reduce((sum, { mae }) => sum + mae, 0);
    const other = same.reduce((sum, { window }) => sum + yardstick.get(window)!, 0);
    return [{
      model,
      ...meanMetrics(found),
      seconds: found.reduce((sum, { seconds }) => sum + seconds, 0) / found.length,
      windows: found.length,
      losesToSeasonalNaive: own > other,
    }];
  }).sort((a, b) => (a.mase ?? a.mae ?? Infinity) - (b.mase ?? b.mae ?? Infinity));
}
