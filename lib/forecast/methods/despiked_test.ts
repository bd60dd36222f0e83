import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { despiked } from "./despiked.ts";
import { seriesOf } from "../series/series.ts";

/** The history that a method is given for values with these seasons. */
function seen(values: number[], seasons: number[], origins = [values.length]): number[] {
  const { time, step } = seriesOf(values);
  let given = new Float64Array();
  const spy = despiked((history, request) => {
    given = Float64Array.from(history.values);
    return request.origins.map(() => new Float64Array(request.horizon));
  });
  const history = Float64Array.from(values);
  spy({ values: history, time, step, seasons, holidays: new Set() }, { origins, horizon: 3 });
  return [...given];
}

const random = seeded(2);
/** Four weeks of working days and weekends. */
const weeks = Array.from(
  { length: 28 * 24 },
  (_, t) =>
    (Math.floor(t / 24) % 7 < 5 ? 100 : 40) + 10 * Math.sin(t * Math.PI / 12) + random.normal(),
);

Deno.test("despiked() leaves noise, weekends and their ends as they are", () => {
  assert.deepEqual(seen(weeks, [24, 168]), weeks);
});

Deno.test("despiked() replaces a day of zeros and a wrong reading, and no other value", () => {
  const damaged = weeks.map((value, t) => t >= 480 && t < 504 ? 0 : t === 600 ? 5000 : value);
  const given = seen(damaged, [24, 168]);
  const noise = 8;
  given.forEach((value, t) => {
    if (damaged[t] === weeks[t]) assert.equal(value, weeks[t]);
    else assert.ok(Math.abs(value - weeks[t]!) < noise, `${t}: ${value}, was ${weeks[t]}`);
  });
});

Deno.test("despiked() believes a change that lasts after one season", () => {
  const shifted = weeks.map((value, t) => t < 480 ? value : value * 3);
  const given = seen(shifted, [24]);
  assert.deepEqual(given.slice(504), shifted.slice(504));
  assert.ok(given.slice(480, 500).every((value) => value < 150));
});

Deno.test("despiked() changes nothing because of values after an origin, nor without a season", () => {
  const damaged = weeks.map((value, t) => t === 600 ? 5000 : value);
  const [a, b] = [damaged, damaged.map((value, t) => t < 620 ? value : 9)]
    .map((values) => seen(values, [24], [500, 672]).slice(0, 620));
  assert.deepEqual(a, b);
  assert.deepEqual(seen(damaged, []), damaged);
});
