/** Values of a series or forecast, one for each time. */
export type Values = ArrayLike<number>;

function meanOf(length: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += term(i);
  return sum / length;
}

/** Mean absolute error. */
export function mae(actual: Values, forecast: Values): number {
  return meanOf(actual.length, (i) => Math.abs(actual[i]! - forecast[i]!));
}

/** Root mean squared error. */
export function rmse(actual: Values, forecast: Values): number {
  return Math.sqrt(meanOf(actual.length, (i) => (actual[i]! - forecast[i]!) ** 2));
}

/** Symmetric mean absolute percentage error, 0 to 200; a time at which both are 0 counts as no error. */
export function smape(actual: Values, forecast: Values): number {
  return meanOf(actual.length, (i) => {
    const size = Math.abs(actual[i]!) + Math.abs(forecast[i]!);
    return size === 0 ? 0 : 200 * Math.abs(actual[i]! - forecast[i]!) / size;
  });
}

/**
 * Scale of MASE and MSIS: mean absolute change over one season within the training part.
 * Source: Hyndman and Koehler (2006).
 *
 * @param season In steps; rounded. A training part that is not longer than it uses a season of 1.
 * @returns NaN for fewer than two values; 0 if nothing changes.
 */
export function seasonalScale(train: Values, season: number): number {
  const m = Math.max(1, Math.round(season));
  const lag = train.length > m ? m : 1;
  return meanOf(train.length - lag, (i) => Math.abs(train[i + lag]! - train[i]!));
}

/** Mean absolute scaled error; NaN if the scale is 0. */
export function mase(actual: Values, forecast: Values, { scale }: { scale: number }): number {
  return scale > 0 ? mae(actual, forecast) / scale : NaN;
}

/** Share of the actual values within the interval, bounds included, 0 to 1. */
export function coverage(
  actual: Values,
  { lower, upper }: { lower: Values; upper: Values },
): number {
  return meanOf(
    actual.length,
    (i) => actual[i]! >= lower[i]! && actual[i]! <= upper[i]! ? 1 : 0,
  );
}

/**
 * Mean scaled interval score: the width plus 2/α times the distance of values outside the interval.
 * Source: Gneiting and Raftery (2007), scaled as in the M4 competition.
 *
 * @param interval `level`: 0 to 1, so α = 1 − level.
 */
export function msis(
  actual: Values,
  { lower, upper, level, scale }: { lower: Values; upper: Values; level: number; scale: number },
): number {
  if (!(scale > 0)) return NaN;
  const penalty = 2 / (1 - level);
  const score = meanOf(actual.length, (i) =>
    upper[i]! - lower[i]! +
    penalty * Math.max(0, lower[i]! - actual[i]!) +
    penalty * Math.max(0, actual[i]! - upper[i]!));
  return score / scale;
}

/** Overall weighted average of M4: mean of the ratios of MASE and sMAPE to those of Naive2. */
export function owa(
  model: { mase: number; smape: number },
  naive2: { mase: number; smape: number },
): number {
  return (model.mase / naive2.mase + model.smape / naive2.smape) / 2;
}
