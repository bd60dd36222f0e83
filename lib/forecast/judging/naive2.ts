import { deseasonalise } from "../math/seasonality.ts";

/**
 * Naive2, the yardstick for OWA: the last deseasonalised value with the season put back.
 *
 * @returns Forecasts, `horizon` long.
 */
export function naive2(
  values: Float64Array,
  { season, horizon }: { season: number; horizon: number },
): number[] {
  const { plain, figure } = deseasonalise(values, season);
  return Array.from(
    { length: horizon },
    (_, q) => plain.at(-1)! * figure[(plain.length + q) % figure.length]!,
  );
}
