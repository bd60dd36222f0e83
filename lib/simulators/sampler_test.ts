import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { sampler, zipf } from "./sampler.ts";
import { chiSquare, tally } from "./testing.ts";

Deno.test("sampler() draws in proportion to the weights, and never a weight of 0", () => {
  const weights = [0, 5, 0, 1, 3, 1, 0], random = seeded(1);
  const draw = sampler(weights);
  const drawn = tally(Array.from({ length: 20_000 }, () => draw(random)), (i) => i);
  const shares = new Map([[1, 5], [3, 1], [4, 3], [5, 1]]);
  assert(chiSquare(drawn, shares) < 16.27); // 3 degrees of freedom, 99.9 %
});

Deno.test("zipf() returns 1/rank^s", () => {
  assert.deepEqual(zipf(4), [1, 1 / 2, 1 / 3, 1 / 4]);
  assert.deepEqual(zipf(3, 0), [1, 1, 1]);
  assert.deepEqual(zipf(3, 2), [1, 1 / 4, 1 / 9]);
});
