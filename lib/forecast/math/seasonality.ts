/**
 * Whether a series is seasonal at 90 %: its autocorrelation at the season is beyond Bartlett's
 * limit, 1.645 standard errors.
 * Source: the M4 competition's benchmark code (SeasonalityTest).
 *
 * @param season In steps, a whole number.
 * @returns False if the history holds fewer than three seasons.
 */
export function isSeasonal(values: ArrayLike<number>, season: number): boolean {
  const n = values.length;
  if (season < 2 || n < 3 * season) return false;
  let mean = 0, variance = 0;
  for (let i = 0; i < n; i++) mean += values[i]! / n;
  for (let i = 0; i < n; i++) variance += (values[i]! - mean) ** 2;
  const correlation = (lag: number) => {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += (values[i]! - mean) * (values[i - lag]! - mean);
    return sum / variance;
  };
  let squares = 0;
  for (let lag = 1; lag < season; lag++) squares += correlation(lag) ** 2;
  return Math.abs(correlation(season)) > 1.645 * Math.sqrt((1 + 2 * squares) / n);
}

/**
 * Seasonal figure of a classical decomposition: for each place in the season, the mean of what is left
 * after a centred moving average of one season is taken out.
 * Source: R's `decompose`.
 *
 * @param season In steps, a whole number of at least 2; the history must hold two.
 * @param options `multiplicative`: ratios with mean 1; otherwise differences with mean 0. @default false
 * @returns As long as the season; the first belongs to the first value.
 */
export function seasonalFigure(
  values: ArrayLike<number>,
  season: number,
  { multiplicative = false } = {},
): Float64Array {
  const n = values.length, half = Math.floor(season / 2);
  const sums = new Float64Array(season), counts = new Float64Array(season);
  for (let t = half; t < n - half; t++) {
    let trend = 0;
    for (let i = t - half; i <= t + half; i++) {
      const end = season % 2 === 0 && (i === t - half || i === t + half);
      trend += values[i]! * (end ? 0.5 : 1) / season;
    }
    sums[t % season]! += multiplicative ? values[t]! / trend : values[t]! - trend;
    counts[t % season]!++;
  }
  const figure = sums.map((sum, i) => sum / counts[i]!);
  const mean = figure.reduce((sum, one) => sum + one, 0) / season;
  return figure.map((one) => multiplicative ? one / mean : one - mean);
}

/** Values without their season, and the factors that put it back. */
export interface Deseasonalised {
  plain: Float64Array;
  /** One factor for each place in the season, from the first value on; `[1]` without a season. */
  figure: Float64Array;
}

/**
 * Divides the seasonal figure out, if the values are positive and {@linkcode isSeasonal}.
 * Source: the M4 competition's benchmark code.
 *
 * @param season In steps; rounded.
 */
export function deseasonalise(values: Float64Array, season: number): Deseasonalised {
  const m = Math.round(season);
  if (values.every((value) => value > 0) && isSeasonal(values, m)) {
    const figure = seasonalFigure(values, m, { multiplicative: true });
    if (figure.every((factor) => factor > 0)) {
      return { plain: values.map((value, t) => value / figure[t % m]!), figure };
    }
  }
  return { plain: values, figure: Float64Array.of(1) };
}
