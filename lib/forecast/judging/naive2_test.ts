import assert from "node:assert/strict";
import { naive2 } from "./naive2.ts";

Deno.test("naive2() continues a level with a multiplicative season exactly", () => {
  const factors = [0.5, 1, 1.5, 1];
  const values = Float64Array.from({ length: 40 }, (_, t) => 100 * factors[t % 4]!);
  const forecast = naive2(values, { season: 4, horizon: 6 });
  [50, 100, 150, 100, 50, 100].forEach((value, q) =>
    assert.ok(Math.abs(forecast[q]! - value) < 1e-9)
  );
});
