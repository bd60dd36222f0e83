import { lagDesign, type LagOptions } from "./lag_design.ts";
import { cholesky, solveCholesky } from "../math/cholesky.ts";
import type { Method } from "./method.ts";

/** Columns and penalties of a {@linkcode ridgeRegression}. */
export interface RidgeOptions extends LagOptions {
  /** Penalty on squared coefficients of lags, for columns with deviation 1. @default 10 */
  lagPenalty?: number;
  /** The same for Fourier and calendar columns. @default 10 */
  wavePenalty?: number;
}

/**
 * Method: each value regressed on earlier values, Fourier waves and the calendar, then predicted
 * step by step, with predictions in place of values that are not known yet.
 *
 * Ridge, not least squares: with 20 to 100 columns, among which neighbouring lags nearly coincide,
 * least squares has no stable solution. Solved by Cholesky on the normal equations, which grow from
 * origin to origin. Predictions are clamped to half a range beyond the history.
 * Source: Hoerl and Kennard (1970).
 */
export function ridgeRegression(options: RidgeOptions): Method {
  const { lagPenalty = 10, wavePenalty = 10 } = options;
  return (history, { origins, horizon }) => {
    const design = lagDesign(history, { ...options, origins, horizon });
    const { z, first, lags, columns, back } = design;
    const size = design.width + 1;
    const row = new Float64Array(size);
    row[size - 1] = 1;
    const square = new Float64Array(size * size), product = new Float64Array(size);
    let t = first, low = 0, high = 0;
    return origins.map((origin) => {
      for (; t < origin; t++) {
        columns(t, row);
        low = Math.min(low, z[t]!);
        high = Math.max(high, z[t]!);
        for (let i = 0; i < size; i++) {
          const one = row[i]!;
          product[i]! += one * z[t]!;
          for (let j = 0; j <= i; j++) square[i * size + j]! += one * row[j]!;
        }
      }
      const factor = square.slice();
      for (let i = 0; i < size; i++) {
        factor[i * size + i]! += i < lags ? lagPenalty : i < size - 1 ? wavePenalty : 1e-6;
      }
      const weights = solveCholesky(cholesky(factor, size), size, product);
      const slack = (high - low) / 2;
      const held = z.slice(origin, origin + horizon);
      const path = new Float64Array(horizon);
      for (let q = 0; q < horizon; q++) {
        columns(origin + q, row);
        let sum = 0;
        for (let i = 0; i < size; i++) sum += row[i]! * weights[i]!;
        z[origin + q] = Math.min(high + slack, Math.max(low - slack, sum));
        path[q] = back(z[origin + q]!);
      }
      z.set(held, origin);
      return path;
    });
  };
}
