import assert from "node:assert/strict";
import { coverage, mae, mase, msis, owa, rmse, seasonalScale, smape } from "./metrics.ts";

const actual = [10, 20, 0], forecast = [12, 16, 0];

Deno.test("metrics are those of their definitions, by hand", () => {
  assert.equal(mae(actual, forecast), 2);
  assert.equal(rmse(actual, forecast), Math.sqrt(20 / 3));
  assert.equal(smape(actual, forecast), (200 * 2 / 22 + 200 * 4 / 36 + 0) / 3);
  assert.equal(seasonalScale([1, 2, 4, 8], 2), (3 + 6) / 2);
  assert.equal(seasonalScale([1, 2, 4], 24), 1.5);
  assert.equal(mase(actual, forecast, { scale: 4 }), 0.5);
  assert.equal(coverage(actual, { lower: [10, 21, -1], upper: [11, 22, 1] }), 2 / 3);
  // One value 1 below a bound at 95 %: width 2 everywhere, and 40 for it.
  const score = msis([5, 5], { lower: [4, 6], upper: [6, 8], level: 0.95, scale: 2 });
  assert.ok(Math.abs(score - (2 + 2 + 40) / 2 / 2) < 1e-9);
  assert.equal(owa({ mase: 1, smape: 10 }, { mase: 2, smape: 10 }), 0.75);
});

Deno.test("mase() is NaN if nothing changes in training", () => {
  assert.ok(isNaN(mase(actual, forecast, { scale: seasonalScale([3, 3, 3], 1) })));
});
