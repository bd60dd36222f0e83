import assert from "node:assert/strict";
import { forecastBands } from "./forecast_bands.ts";
import { drawn, numbers } from "../testing.ts";

const HOUR = 3_600_000;
const history = Array.from({ length: 10 }, (_, i) => ({ time: i * HOUR, value: i }));
const forecast = [0.8, 0.95].flatMap((level) =>
  [7, 8, 9].map((i) => {
    const half = level === 0.8 ? 1 : 2;
    return { time: i * HOUR, mean: i, lower: i - half, upper: i + half, level, model: "theta" };
  })
);

/** Height of a path in pixels. */
function extent(path: string): number {
  const ys = [...path.matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y));
  return Math.max(...ys) - Math.min(...ys);
}

Deno.test("forecastBands() draws the wide band below the narrow one", () => {
  const svg = drawn(forecastBands({ history, forecast }));
  const areas = [...svg.querySelectorAll("[aria-label=area] path")]
    .map((path) => extent(path.getAttribute("d")!));
  assert.equal(areas.length, 2);
  // From 7 - half to 9 + half: 2 + 2 half, in units of y.
  assert.ok(Math.abs(areas[0]! / areas[1]! - (2 + 4) / (2 + 2)) < 0.01, areas.join(" "));
});

Deno.test("forecastBands() puts the cutoff where the history ends before the forecast", () => {
  const svg = drawn(forecastBands({ history, forecast }));
  const [rule] = numbers(svg, "[aria-label=rule] line", "x1");
  const figure = forecastBands({ history, forecast }, { cutoff: 6 * HOUR });
  assert.deepEqual(numbers(drawn(figure), "[aria-label=rule] line", "x1"), [rule]);
  const other = forecastBands({ history, forecast }, { cutoff: 2 * HOUR });
  assert.notDeepEqual(numbers(drawn(other), "[aria-label=rule] line", "x1"), [rule]);
});

Deno.test("forecastBands() draws the requested levels, and a strip for each model", () => {
  const one = drawn(forecastBands({ history, forecast }, { levels: [0.8] }));
  assert.equal([...one.querySelectorAll("[aria-label=area] path")].length, 1);
  const two = [...forecast, ...forecast.map((row) => ({ ...row, model: "drift" }))];
  const figure = forecastBands({ history, forecast: two });
  assert.deepEqual(figure.fy?.domain, ["theta", "drift"]);
});
