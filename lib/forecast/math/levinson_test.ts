import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { cholesky, solveCholesky } from "./cholesky.ts";
import { solveToeplitz } from "./levinson.ts";

Deno.test("solveToeplitz() agrees with Cholesky on the dense matrix, for every leading size", () => {
  const n = 40, random = seeded(7);
  const column = Float64Array.from({ length: n }, (_, d) => Math.exp(-d / 9) + (d === 0 ? 0.1 : 0));
  const sides = [0, 1].map(() => Float64Array.from({ length: n }, () => random.normal()));
  const dense = Float64Array.from(
    { length: n * n },
    (_, i) => column[Math.abs(Math.floor(i / n) - i % n)]!,
  );
  const factor = cholesky(dense, n);
  const sizes = [1, 2, 17, 40];
  solveToeplitz(column, sides, { sizes }).forEach((solutions, i) =>
    solutions.forEach((solution, side) => {
      const wanted = solveCholesky(factor, n, sides[side]!.subarray(0, sizes[i]!));
      assert.equal(solution.length, sizes[i]);
      wanted.forEach((value, t) => assert.ok(Math.abs(value - solution[t]!) < 1e-9));
    })
  );
});

Deno.test("solveToeplitz() and cholesky() throw for a matrix that is not positive definite", () => {
  assert.throws(() => solveToeplitz(Float64Array.of(1, 2), [Float64Array.of(1, 1)]), RangeError);
  assert.throws(() => cholesky(Float64Array.of(1, 2, 2, 1), 2), RangeError);
});

Deno.test("solveCholesky() solves a system by hand", () => {
  const factor = cholesky(Float64Array.of(4, 2, 2, 5), 2);
  assert.deepEqual([...solveCholesky(factor, 2, Float64Array.of(8, 12))], [1, 2]);
});
