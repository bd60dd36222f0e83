import { seasonalNaive } from "../models/seasonal_naive.ts";
import { type Judgement, meanMeasures, type Measures } from "./judge.ts";

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

/** One judged forecast of a back-test. */
export interface Trial extends Judgement {
  /** Series and cutoff, by which models are compared. */
  window: string;
  seconds: number;
}

/** One score for each model that was judged, the best MASE first. Seasonal naive is among them. */
export function scoresOf(trials: Map<string, Trial[]>): Score[] {
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
