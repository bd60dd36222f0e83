import assert from "node:assert/strict";
import { leastSquares } from "./least_squares.ts";

Deno.test("leastSquares() finds the minimum of Rosenbrock's valley", () => {
  const { x, squares } = leastSquares(
    ([a, b]) => Float64Array.of(10 * (b! - a! * a!), 1 - a!),
    [-1.2, 1],
  );
  assert.ok(squares < 1e-12);
  x.forEach((value) => assert.ok(Math.abs(value - 1) < 1e-5));
});

Deno.test("leastSquares() never takes a point that is not finite", () => {
  const { x } = leastSquares(([a]) => Float64Array.of(a! > 3 ? NaN : a! - 5), [0]);
  assert.ok(x[0]! <= 3);
});
