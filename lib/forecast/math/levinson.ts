import { CannotFitError } from "../cannot_fit_error.ts";

/** Which leading parts {@linkcode solveToeplitz} solves. */
export interface ToeplitzOptions {
  /** Numbers of leading rows to solve for, ascending. @default all rows only */
  sizes?: readonly number[];
}

/**
 * Solves `T x = b` for a symmetric positive definite Toeplitz matrix and several right-hand sides,
 * in O(n²) for all sizes together: the system of the first k rows is solved on the way to n.
 * Source: Levinson (1946), as in Golub and Van Loan, "Matrix Computations", section 4.7.
 *
 * @param column First column of T, at least n long.
 * @param sides Right-hand sides, each n long.
 * @returns For each size, a solution for each side.
 * @throws {CannotFitError} The matrix is not positive definite.
 */
export function solveToeplitz(
  column: Float64Array,
  sides: readonly Float64Array[],
  { sizes = [sides[0]!.length] }: ToeplitzOptions = {},
): Float64Array[][] {
  const solutions: Float64Array[][] = [];
  const last = sizes.at(-1) ?? 0;
  const x = sides.map(() => new Float64Array(last));
  let predictor = new Float64Array(last), next = new Float64Array(last);
  let variance = column[0]!;
  let at = 0;
  for (let m = 0; m < last; m++) {
    if (m > 0) {
      let miss = column[m]!;
      for (let i = 0; i < m - 1; i++) miss -= predictor[i]! * column[m - 1 - i]!;
      const reflection = miss / variance;
      for (let i = 0; i < m - 1; i++) {
        next[i] = predictor[i]! - reflection * predictor[m - 2 - i]!;
      }
      next[m - 1] = reflection;
      [predictor, next] = [next, predictor];
      variance *= 1 - reflection * reflection;
    }
    if (!(variance > 0)) {
      throw new CannotFitError("its Toeplitz system cannot be solved");
    }
    for (let side = 0; side < sides.length; side++) {
      const b = sides[side]!, solution = x[side]!;
      let error = b[m]!;
      for (let i = 0; i < m; i++) error -= predictor[i]! * b[m - 1 - i]!;
      const gain = error / variance;
      for (let i = 0; i < m; i++) solution[i]! -= gain * predictor[m - 1 - i]!;
      solution[m] = gain;
    }
    for (; sizes[at] === m + 1; at++) solutions.push(x.map((one) => one.slice(0, m + 1)));
  }
  return solutions;
}
