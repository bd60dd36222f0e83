import { lagDesign, type LagOptions } from "./lag_design.ts";
import { dot } from "../math/dot.ts";
import { cholesky, solveCholesky } from "../math/cholesky.ts";
import { CannotFitError } from "../cannot_fit_error.ts";
import type { Method } from "./method.ts";

/** Columns and penalty of a {@linkcode kernelRidgeRegression}. */
export interface KernelRidgeOptions extends LagOptions {
  /** Penalty. @default 0.3 */
  penalty?: number;
  /**
   * Maximum number of times to learn from, the newest ones: the cost grows with the cube.
   * @default 900
   */
  maximum?: number;
}

/**
 * Method: each value as a smooth function of earlier values and Fourier waves (similar pasts have
 * similar futures), predicted step by step. The kernel is a Gaussian of the mean squared difference
 * of columns plus their mean product, so linear relations are learnt as well.
 * Source: Saunders, Gammerman and Vovk (1998).
 *
 * One Cholesky factor serves all origins, since those of earlier origins are its leading parts.
 */
export function kernelRidgeRegression(options: KernelRidgeOptions): Method {
  const { penalty = 0.3, maximum = 900 } = options;
  return (history, { origins, horizon }) => {
    const { z, first, width, columns, back } = lagDesign(history, { ...options, origins, horizon });
    const length = origins.at(-1)!;
    const start = Math.max(first, length - maximum), count = length - start;
    if (origins[0]! - start < 2) throw new CannotFitError("too few values to learn from");
    const rows = new Float64Array((count + 1) * width), norms = new Float64Array(count + 1);
    const enter = (r: number, t: number) => {
      columns(t, rows, r * width);
      norms[r] = dot(rows, r * width, rows, r * width, width);
    };
    const kernel = (a: number, b: number) => {
      const product = dot(rows, a * width, rows, b * width, width);
      const distance = norms[a]! + norms[b]! - 2 * product;
      return Math.exp(-distance / width) + product / width;
    };
    for (let r = 0; r < count; r++) enter(r, start + r);
    const gram = new Float64Array(count * count);
    for (let a = 0; a < count; a++) {
      for (let b = 0; b <= a; b++) gram[a * count + b] = kernel(a, b);
      gram[a * count + a]! += penalty;
    }
    cholesky(gram, count);
    return origins.map((origin) => {
      const weights = solveCholesky(gram, count, z.slice(start, origin));
      const held = z.slice(origin, origin + horizon);
      const path = new Float64Array(horizon);
      for (let q = 0; q < horizon; q++) {
        enter(count, origin + q);
        let sum = 0;
        for (let r = 0; r < weights.length; r++) sum += weights[r]! * kernel(r, count);
        z[origin + q] = sum;
        path[q] = back(sum);
      }
      z.set(held, origin);
      return path;
    });
  };
}
