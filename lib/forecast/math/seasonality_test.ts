import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { isSeasonal, naive2, seasonalFigure } from "./seasonality.ts";
import { airPassengers, ignoreReal } from "../testing.ts";

Deno.test({
  name: 'seasonalFigure() is that of R\'s decompose(AirPassengers, "multiplicative")',
  ignore: ignoreReal,
  fn() {
    const published = [0.9102, 0.8836, 1.0074, 0.9759, 0.9814, 1.1128, 1.2266, 1.2199, 1.0605];
    const figure = seasonalFigure(airPassengers().value, 12, { multiplicative: true });
    published.forEach((value, month) => assert.ok(Math.abs(figure[month]! - value) < 1e-4));
  },
});

Deno.test("isSeasonal() tells a season from noise, and wants three of them", () => {
  const random = seeded(1);
  const noise = Float64Array.from({ length: 240 }, () => random.normal());
  assert.equal(isSeasonal(noise, 12), false);
  const wave = noise.map((value, t) => value + 3 * Math.sin(2 * Math.PI * t / 12));
  assert.equal(isSeasonal(wave, 12), true);
  assert.equal(isSeasonal(wave.subarray(0, 35), 12), false);
});

Deno.test("naive2() continues a level with a multiplicative season exactly", () => {
  const factors = [0.5, 1, 1.5, 1];
  const values = Float64Array.from({ length: 40 }, (_, t) => 100 * factors[t % 4]!);
  const forecast = naive2(values, { season: 4, horizon: 6 });
  [50, 100, 150, 100, 50, 100].forEach((value, q) =>
    assert.ok(Math.abs(forecast[q]! - value) < 1e-9)
  );
});
