/** Absolute residuals by step ahead, one row for each trial. */
export type Residuals = readonly Float64Array[];

/**
 * Half widths of intervals that would have covered the given share of a method's past errors (split
 * conformal prediction, Vovk et al. 2005, with normalised scores).
 *
 * Errors grow with the horizon and differ by hour, so each is divided by the typical error at its
 * horizon, smoothed over neighbours; the quantile of these scores is multiplied back. Errors of one
 * trial are alike, so trials, not errors, count as observations: widths are widened as Student's t
 * with one degree of freedom for each trial. Beyond the tried horizon they grow with its square root.
 *
 * @param residuals `trials × tried horizon`, absolute; at least one.
 * @param options `level`: share to cover, 0 to 1. `horizon`: number of widths.
 */
export function halfWidths(
  residuals: Residuals,
  { level, horizon }: { level: number; horizon: number },
): Float64Array {
  const tried = residuals[0]!.length;
  const scale = typicalErrors(residuals);
  const scores = residuals.flatMap((row) => [...row].map((error, q) => error / (scale[q]! || 1)))
    .sort((a, b) => a - b);
  const rank = Math.ceil((scores.length + 1) * level);
  const quantile = rank <= scores.length
    ? scores[rank - 1]!
    : scores.at(-1)! * rank / scores.length;
  const wider = 1 + (normalSquare(level) + 1) / (4 * residuals.length);
  return Float64Array.from({ length: horizon }, (_, q) => {
    const near = Math.min(q, tried - 1);
    return wider * quantile * scale[near]! * Math.sqrt((q + 1) / (near + 1));
  });
}

/** Mean error at each horizon, smoothed over an eighth of the horizon each way and never 0. */
function typicalErrors(residuals: Residuals): Float64Array {
  const tried = residuals[0]!.length;
  const reach = Math.ceil(tried / 8);
  const means = Float64Array.from(
    { length: tried },
    (_, q) => residuals.reduce((sum, row) => sum + row[q]!, 0) / residuals.length,
  );
  const all = means.reduce((sum, mean) => sum + mean, 0) / tried;
  return means.map((_, q) => {
    const near = means.subarray(Math.max(0, q - reach), q + reach + 1);
    return 0.8 * near.reduce((sum, mean) => sum + mean, 0) / near.length + 0.2 * all;
  });
}

/**
 * Square of the normal quantile whose interval around 0 covers a share, to within 1 %. Student's t is
 * wider by 1 + (z² + 1) / 4ν, to first order in 1/ν (Abramowitz and Stegun 26.7.5).
 * Source: Winitzki (2008), for the inverse error function.
 */
function normalSquare(level: number): number {
  const log = Math.log(1 - level * level);
  const half = 2 / (Math.PI * 0.147) + log / 2;
  return 2 * (Math.sqrt(half * half - log / 0.147) - half);
}
