import { smoothedLevel } from "../math/exponential_smoothing.ts";
import { eachOrigin } from "../methods/method.ts";
import { remembering } from "../methods/remembering.ts";
import { defineModel } from "../define_model.ts";
import { deseasonalise } from "../math/seasonality.ts";

/**
 * Method: the mean of the straight line through the values and of the smoothed level of the values
 * with their distance from that line doubled (theta 0 and theta 2). A season is taken out first.
 * Source: Assimakopoulos and Nikolopoulos (2000), as in the M4 competition's benchmark.
 */
export const thetaMethod = eachOrigin(remembering((values, { history, horizon }) => {
  const { plain, figure } = deseasonalise(values, history.seasons[0] ?? 1);
  const n = plain.length;
  let mean = 0, slope = 0;
  for (let t = 0; t < n; t++) mean += plain[t]! / n;
  const middle = (n - 1) / 2;
  for (let t = 0; t < n; t++) slope += (t - middle) * (plain[t]! - mean);
  slope = n < 2 ? 0 : slope * 12 / (n * (n * n - 1));
  const line = (t: number) => mean + slope * (t - middle);
  const level = smoothedLevel(plain.map((value, t) => 2 * value - line(t)));
  return Float64Array.from(
    { length: horizon },
    (_, q) => (level + line(n + q)) / 2 * figure[(n + q) % figure.length]!,
  );
}));

/** Half a straight line, half a smoothed level. */
export const theta = defineModel({ id: "theta", method: thetaMethod });
