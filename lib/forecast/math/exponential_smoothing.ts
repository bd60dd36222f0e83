import { rangeOf } from "./range.ts";
import { leastSquares } from "./least_squares.ts";

/** The logistic function: a number between 0 and 1 for any number. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/**
 * Level after the last value, by simple exponential smoothing. The smoothing weight and the first
 * level minimise the squared error one step ahead.
 *
 * @param values At least one.
 */
export function smoothedLevel(values: Float64Array): number {
  const [low, high] = rangeOf(values);
  const scale = high - low || 1;
  const run = ([a, b]: readonly number[]) => {
    const alpha = logistic(a!);
    let level = values[0]! + b! * scale;
    const errors = values.map((value) => {
      const error = value - level;
      level += alpha * error;
      return error;
    });
    return { level, errors };
  };
  const best = [-3, 0, 3].map((start) => leastSquares((x) => run(x).errors, [start, 0]))
    .sort((a, b) => a.squares - b.squares)[0]!;
  return run(best.x).level;
}
