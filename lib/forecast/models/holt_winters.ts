import { logistic } from "../math/exponential_smoothing.ts";
import { leastSquares } from "../math/least_squares.ts";
import { CannotFitError } from "../cannot_fit_error.ts";
import { eachOrigin, type Method } from "../methods/method.ts";
import { remembering } from "../methods/remembering.ts";
import { defineModel } from "../define_model.ts";
import { seasonalFigure } from "../math/seasonality.ts";

/** Whether the season is added to level and trend, or multiplies them. */
export type Seasonal = "additive" | "multiplicative";

/** Where a smoothing starts; the search moves all of it. */
interface SmoothingStart {
  values: Float64Array;
  season: Float64Array;
  level: number;
  trend: number;
  /** How far a move by 1 in the search moves the level. */
  size: number;
  multiplicative: boolean;
}

function startOf(values: Float64Array, m: number, multiplicative: boolean): SmoothingStart {
  const head = values.subarray(0, Math.min(values.length, 5 * m));
  const mean = (from: number) => {
    const part = head.subarray(from, from + m);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  };
  const trend = (mean(m) - mean(0)) / m;
  const season = m === 1
    ? Float64Array.of(multiplicative ? 1 : 0)
    : seasonalFigure(head, m, { multiplicative });
  const level = mean(0) - trend * (m + 1) / 2;
  const size = Math.abs(mean(0)) / 10 || Math.abs(trend) || 1;
  return { values, season, level, trend, size, multiplicative };
}

/**
 * Runs the smoothing once.
 *
 * @param x Logits of the smoothing weights of level (α), trend (β < α) and season (γ < 1 − α), the
 * usual bounds; then moves of the starting level, trend and seasonal values.
 */
function run(x: readonly number[], start: SmoothingStart, horizon: number) {
  const { values, multiplicative, size } = start;
  const alpha = logistic(x[0]!);
  const beta = alpha * logistic(x[1]!), gamma = (1 - alpha) * logistic(x[2]!);
  const m = start.season.length;
  const figure = start.season.map((one, i) =>
    one + (x[5 + i] ?? 0) * (multiplicative ? 0.1 : size)
  );
  let level = start.level + x[3]! * size, trend = start.trend + x[4]! * size / m;
  const errors = values.map((value, t) => {
    const place = t % m, s = figure[place]!, base = level + trend, before = level;
    level = alpha * (multiplicative ? value / s : value - s) + (1 - alpha) * base;
    trend = beta * (level - before) + (1 - beta) * trend;
    figure[place] = gamma * (multiplicative ? value / base : value - base) + (1 - gamma) * s;
    return value - (multiplicative ? base * s : base + s);
  });
  const path = Float64Array.from({ length: horizon }, (_, q) => {
    const base = level + (q + 1) * trend, s = figure[(values.length + q) % m]!;
    return multiplicative ? base * s : base + s;
  });
  return { errors, path };
}

interface SmoothingForm {
  multiplicative: boolean;
  horizon: number;
}

function best(history: Float64Array, m: number, { multiplicative, horizon }: SmoothingForm) {
  // Smoothing forgets: older values would only take time.
  const values = history.subarray(-Math.max(200, 10 * m));
  const start = startOf(values, m, multiplicative);
  const errors = (x: readonly number[]) => run(x, start, 0).errors;
  const short = m > 1 && m <= 12;
  const moves = new Array(short ? 2 + m : 2).fill(0);
  const effort = short ? { steps: 100, tolerance: 1e-7 } : { steps: 30, tolerance: 1e-4 };
  const found = [[-0.5, -4, 0.5], [-2, -4, -2]].map((shares) =>
    leastSquares(errors, [...shares, ...moves], effort)
  ).sort((a, b) => a.squares - b.squares)[0]!;
  return { squares: found.squares, path: run(found.x, start, horizon).path };
}

/**
 * Method: Holt-Winters smoothing of level, trend and the shortest season; without a season, Holt's.
 * Smoothing weights and start minimise the squared error one step ahead. Starting
 * values of a season of more than 12 steps come from a decomposition of the first five seasons.
 * Source: Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", section 8.3.
 *
 * @param seasonal The form of the season. @default the one with the smaller squared error
 */
export function holtWintersMethod(seasonal?: Seasonal): Method {
  return eachOrigin(remembering((values, { history, horizon }) => {
    const m = Math.round(history.seasons[0] ?? 1);
    const needed = Math.max(4, 2 * m);
    if (values.length < needed) {
      throw new CannotFitError(`${values.length} values are fewer than the ${needed} it needs`);
    }
    const positive = values.every((value) => value > 0);
    if (seasonal === "multiplicative" && !positive) {
      throw new CannotFitError("a multiplicative season needs values above 0");
    }
    const forms = seasonal === undefined
      ? positive && m > 1 ? [false, true] : [false]
      : [seasonal === "multiplicative"];
    return forms.map((multiplicative) => best(values, m, { multiplicative, horizon }))
      .sort((a, b) => a.squares - b.squares)[0]!.path;
  }));
}

/** Level, trend and season, each smoothed; additive or multiplicative, whichever fits better. */
export const holtWinters = defineModel({ id: "holt_winters", method: holtWintersMethod() });
