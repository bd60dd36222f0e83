import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { isSeasonal, seasonalFigure } from "./seasonality.ts";
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

Deno.test("isSeasonal() tells a season from noise, and needs three of them", () => {
  const random = seeded(1);
  const noise = Float64Array.from({ length: 240 }, () => random.normal());
  assert.equal(isSeasonal(noise, 12), false);
  const wave = noise.map((value, t) => value + 3 * Math.sin(2 * Math.PI * t / 12));
  assert.equal(isSeasonal(wave, 12), true);
  assert.equal(isSeasonal(wave.subarray(0, 35), 12), false);
});
