import {
  coverage,
  mae,
  mase,
  msis,
  owa,
  rmse,
  seasonalScale,
  smape,
  type Values,
} from "./metrics.ts";
import { naive2 } from "./naive2.ts";

/** Mean metrics of forecasts; null if one cannot be measured (nothing changes in training). */
export interface Metrics {
  mae: number | null;
  rmse: number | null;
  /** 0 to 200. */
  smape: number | null;
  mase: number | null;
  /** Relative to Naive2 on the same series and windows; below 1 is better than Naive2. */
  owa: number | null;
  /** Share of actual values within the interval, 0 to 1. */
  coverage: number | null;
  msis: number | null;
}

/** A forecast, the values that the model knew, and the actual values. */
export interface ForecastAndActual {
  /** The values that the model knew. */
  train: Float64Array;
  /** NaN for a gap. */
  actual: Values;
  mean: Values;
  interval: { level: number; lower: Values; upper: Values };
  /** Season of the MASE scale and of Naive2, in steps. */
  season: number;
}

/** Metrics of one forecast; NaN if one cannot be measured (nothing changes in training). */
export interface Judgement {
  mae: number;
  rmse: number;
  smape: number;
  mase: number;
  coverage: number;
  msis: number;
  /** Errors of Naive2, for OWA. */
  naive2: { mase: number; smape: number };
}

/** Compares one forecast with the actual values. Gaps among these do not count. */
export function judge({ train, actual, mean, interval, season }: ForecastAndActual): Judgement {
  const at = Array.from(actual).flatMap((value, q) => isNaN(value) ? [] : [q]);
  const pick = (values: Values) => at.map((q) => values[q]!);
  const y = pick(actual), yhat = pick(mean);
  const known = train.filter((value) => !isNaN(value));
  const scale = seasonalScale(known, season);
  const bounds = { ...interval, lower: pick(interval.lower), upper: pick(interval.upper) };
  const reference = pick(naive2(known, { season, horizon: actual.length }));
  return {
    mae: mae(y, yhat),
    rmse: rmse(y, yhat),
    smape: smape(y, yhat),
    mase: mase(y, yhat, { scale }),
    coverage: coverage(y, bounds),
    msis: msis(y, { ...bounds, scale }),
    naive2: { mase: mase(y, reference, { scale }), smape: smape(y, reference) },
  };
}

/** Means of several judgements, each with the same weight; OWA is a ratio of means, as in M4. */
export function meanMetrics(judgements: readonly Judgement[]): Metrics {
  const mean = (pick: (one: Judgement) => number) => {
    const known = judgements.map(pick).filter(Number.isFinite);
    return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length;
  };
  const own = { mase: mean((one) => one.mase), smape: mean((one) => one.smape) };
  const other = { mase: mean((one) => one.naive2.mase), smape: mean((one) => one.naive2.smape) };
  const measurable = own.mase !== null && own.smape !== null && other.mase && other.smape;
  return {
    mae: mean((one) => one.mae),
    rmse: mean((one) => one.rmse),
    ...own,
    owa: measurable
      ? owa({ mase: own.mase!, smape: own.smape! }, { mase: other.mase!, smape: other.smape! })
      : null,
    coverage: mean((one) => one.coverage),
    msis: mean((one) => one.msis),
  };
}
