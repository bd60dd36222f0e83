import { CannotFitError } from "../cannot_fit_error.ts";
import { dot } from "./dot.ts";

/** Rows that are computed together, so that each earlier row is fetched from memory once for all. */
const PANEL = 24;

/**
 * Overwrites A with the lower triangle L of `A = L Lᵀ`. The first k rows of L factor the first k rows
 * and columns of A, so one factor serves every leading part of the matrix.
 *
 * @param matrix Symmetric, `size × size`, row by row; only its lower triangle is read.
 * @returns The same array; values above the diagonal are left as they were.
 * @throws {CannotFitError} The matrix is not positive definite.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  for (let from = 0; from < size; from += PANEL) {
    const to = Math.min(size, from + PANEL);
    for (let j = 0; j < to; j++) {
      const other = j * size;
      for (let i = Math.max(j, from); i < to; i++) {
        const row = i * size;
        const sum = matrix[row + j]! - dot(matrix, row, matrix, other, j);
        if (j < i) matrix[row + j] = sum / matrix[other + j]!;
        else if (sum > 0) matrix[row + i] = Math.sqrt(sum);
        else throw new CannotFitError("its matrix cannot be factored");
      }
    }
  }
  return matrix;
}

/**
 * Solves `A x = b` with the factor made by {@linkcode cholesky}, for the leading part of A that is as
 * long as `b`.
 *
 * @param factor Lower triangle, `size × size`.
 */
export function solveCholesky(factor: Float64Array, size: number, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    x[i] = (x[i]! - dot(factor, i * size, x, 0, i)) / factor[i * size + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i]! / factor[i * size + i]!;
    x[i] = value;
    for (let k = 0; k < i; k++) x[k]! -= factor[i * size + k]! * value;
  }
  return x;
}
