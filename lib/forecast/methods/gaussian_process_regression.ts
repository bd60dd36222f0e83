import { logScale, plainScale } from "../math/log_scale.ts";
import { solveToeplitz } from "../math/levinson.ts";
import { CannotFitError } from "../cannot_fit_error.ts";
import type { History } from "./history.ts";
import type { Method } from "./method.ts";

/** The kernel and the mean of a {@linkcode gaussianProcessRegression}. */
export interface GaussianProcessOptions {
  /** Variance of the second and later seasons, relative to the first. @default 1.4 */
  longer?: number;
  /** Length scale of the first season's profile: the larger, the smoother. @default 0.7 */
  roundness?: number;
  /** Variance of a level that wanders, forgotten over twenty first seasons. @default 0 */
  wandering?: number;
  /** Whether the mean has a straight line. @default false */
  trend?: boolean;
  /** Whether logarithms are modelled, if no value is negative. @default false */
  log?: boolean;
  /**
   * Maximum number of values to learn from, the newest ones: the cost grows with the square.
   * @default 2000
   */
  maximum?: number;
}

/**
 * Method: a Gaussian process over time, a sum of slowly drifting profiles of each season, departures
 * that last a few steps and one and a half seasons, and noise; the mean is a level or a line,
 * estimated with the rest (generalised least squares).
 * Source: Rasmussen and Williams (2006), chapters 2 and 5: periodic kernels times exponential ones.
 *
 * Times are regular and the kernel depends on distance alone, so the matrix is Toeplitz and all
 * origins are solved in one pass of O(n²). The variances and length scales in the kernel were chosen
 * once, on training parts of hourly, half-hourly, daily, monthly and quarterly series; every series
 * uses them.
 */
export function gaussianProcessRegression(options: GaussianProcessOptions = {}): Method {
  return (history, request) => {
    const { origins, horizon } = request;
    const start = Math.max(0, origins.at(-1)! - (options.maximum ?? 2000));
    const sizes = origins.map((origin) => origin - start);
    if (sizes[0]! < 2) throw new CannotFitError("fewer than two values to learn from");
    const { y, back } = centred(history, { start, sizes, log: options.log ?? false });
    const n = y.length;
    const kernel = kernelOf(history.seasons, { length: n + horizon, options });
    const basis = [new Float64Array(n).fill(1)];
    if (options.trend) basis.push(Float64Array.from({ length: n }, (_, t) => (t - n) / n));
    return solveToeplitz(kernel, [y, ...basis], { sizes }).map(([raw, ...solved], i) => {
      const size = sizes[i]!;
      const beta = meanWeights(solved, { basis, y });
      const weights = raw!.map((value, t) =>
        solved.reduce((sum, column, j) => sum - beta[j]! * column[t]!, value)
      );
      return Float64Array.from({ length: horizon }, (_, q) => {
        let sum = beta[0]! + (beta[1] ?? 0) * (size + q - n) / n;
        for (let t = 0; t < size; t++) sum += weights[t]! * kernel[size + q - t]!;
        return back(sum);
      });
    });
  };
}

interface CentredOptions {
  start: number;
  sizes: number[];
  log: boolean;
}

/** Values from `start` on, on the model scale, less their mean before the first origin. */
function centred({ values }: History, { start, sizes, log }: CentredOptions) {
  const part = values.subarray(start, start + sizes.at(-1)!);
  const scale = log ? logScale(part, sizes[0]!) : plainScale;
  const y = part.map(scale.to);
  const mean = y.subarray(0, sizes[0]!).reduce((sum, value) => sum + value, 0) / sizes[0]!;
  return {
    y: y.map((value) => value - mean),
    back: (value: number) => scale.from(value + mean),
  };
}

/** Covariance of two values at each distance in steps. */
function kernelOf(
  seasons: readonly number[],
  { length, options }: { length: number; options: GaussianProcessOptions },
): Float64Array {
  const { longer = 1.4, roundness = 0.7, wandering = 0 } = options;
  const day = seasons[0] ?? 20;
  return Float64Array.from({ length }, (_, d) => {
    let sum = (d === 0 ? 0.0056 : 0) + 0.063 * Math.exp(-d / 2.5) +
      0.021 * Math.exp(-d / (1.5 * day)) + wandering * Math.exp(-d / (20 * day));
    seasons.forEach((season, i) => {
      const turn = Math.sin(Math.PI * d / season) ** 2;
      sum += i === 0
        ? Math.exp(-2 * turn / roundness ** 2 - d / (300 * season))
        : longer * Math.exp(-2 * turn / 0.06 ** 2 - d / (160 * season));
    });
    return sum;
  });
}

/** Weights of the mean's columns by generalised least squares, for the first rows of a system. */
function meanWeights(
  solved: Float64Array[],
  { basis, y }: { basis: Float64Array[]; y: Float64Array },
): number[] {
  const dot = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, t) => sum + value * b[t]!, 0);
  const [ones, line] = solved;
  const a = dot(ones!, basis[0]!), p = dot(ones!, y);
  if (line === undefined) return [p / a];
  const b = dot(ones!, basis[1]!), c = dot(line, basis[1]!), q = dot(line, y);
  const determinant = a * c - b * b;
  return [(c * p - b * q) / determinant, (a * q - b * p) / determinant];
}
