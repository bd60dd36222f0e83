import { dot } from "./dot.ts";
import { cholesky, solveCholesky } from "./cholesky.ts";

/** When {@linkcode leastSquares} stops. */
export interface LeastSquaresOptions {
  /** Maximum number of steps. @default 500 */
  steps?: number;
  /** Stops when a step lowers the sum by less than this share. @default 1e-10 */
  tolerance?: number;
}

/** A point and its sum of squared residuals. */
export interface LeastSquares {
  x: number[];
  squares: number;
}

/**
 * Finds the point near a start where the sum of squared residuals is least, with derivatives by
 * finite differences.
 * Source: Levenberg (1944) and Marquardt (1963).
 *
 * @param residuals Residuals of a point, always the same number. A point whose residuals are not
 * finite is never taken.
 */
export function leastSquares(
  residuals: (x: readonly number[]) => Float64Array,
  start: readonly number[],
  { steps = 500, tolerance = 1e-10 }: LeastSquaresOptions = {},
): LeastSquares {
  const p = start.length;
  let x = [...start], r = residuals(x), squares = sumOfSquares(r);
  let damping = 1e-2;
  for (let step = 0; step < steps && squares > 0; step++) {
    const slopes = x.map((one, i) => {
      const shift = 1e-6 * Math.max(1, Math.abs(one));
      const moved = residuals(x.map((value, j) => j === i ? value + shift : value));
      return moved.map((value, t) => (value - r[t]!) / shift);
    });
    const square = new Float64Array(p * p);
    for (let i = 0; i < p; i++) {
      for (let j = 0; j <= i; j++) square[i * p + j] = dot(slopes[i]!, 0, slopes[j]!, 0, r.length);
    }
    const gradient = Float64Array.from(slopes, (slope) => -dot(slope, 0, r, 0, r.length));
    let better: LeastSquares & { r: Float64Array } | undefined;
    for (; better === undefined && damping < 1e8; damping *= 4) {
      const damped = square.slice();
      for (let i = 0; i < p; i++) damped[i * p + i]! += damping * (damped[i * p + i]! + 1e-9);
      if (!damped.every(Number.isFinite)) continue;
      const move = solveCholesky(cholesky(damped, p), p, gradient);
      const next = x.map((one, i) => one + move[i]!);
      const nextR = residuals(next), nextSquares = sumOfSquares(nextR);
      if (nextSquares < squares) better = { x: next, r: nextR, squares: nextSquares };
    }
    if (better === undefined) break;
    const gain = squares - better.squares;
    ({ x, r, squares } = better);
    damping = Math.max(1e-8, damping / 16);
    if (gain < tolerance * squares) break;
  }
  return { x, squares };
}

function sumOfSquares(r: Float64Array): number {
  return dot(r, 0, r, 0, r.length);
}
