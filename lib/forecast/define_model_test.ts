import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import type { FitOptions, Forecast, Model } from "./model.ts";
import { modelOf, models } from "./models/mod.ts";
import { type Series, seriesOf } from "./series/series.ts";

const random = seeded(5);
const noisy = (length: number) =>
  Array.from({ length }, (_, t) => 20 + 5 * Math.sin(t / 4) + random.normal());

function isWhole({ time, mean, intervals }: Forecast, horizon: number) {
  assert.equal(time.length, horizon);
  for (const values of [mean, ...intervals.flatMap(({ lower, upper }) => [lower, upper])]) {
    assert.equal(values.length, horizon);
    assert.ok(values.every(Number.isFinite), String(values));
  }
  for (const { lower, upper } of intervals) {
    mean.forEach((value, q) => assert.ok(lower[q]! <= value && value <= upper[q]!));
  }
}

async function predict(model: Model, series: Series, options?: FitOptions) {
  return (await model.fit(series, options)).predict(6);
}

for (const model of models) {
  Deno.test(`${model.id} answers two points, constants, short, negative, zero and huge values`, async () => {
    const cases: [number[], FitOptions?][] = [
      [[1, 2]],
      [[1, 2, 3]],
      [new Array(40).fill(7)],
      [new Array(40).fill(0)],
      [noisy(30), { seasons: [24, 168] }],
      [noisy(60), { seasons: [] }],
      [noisy(60).map((value) => value - 20), { seasons: [7] }],
      [noisy(60).map((value, t) => t % 7 === 0 ? 0 : value), { seasons: [7] }],
      [noisy(60).map((value) => value * 1e12), { seasons: [12] }],
      [Array.from({ length: 60 }, (_, t) => t < 59 ? 1 : 1000), { seasons: [7] }],
    ];
    for (const [values, options] of cases) {
      isWhole(await predict(model, seriesOf(values), options), 6);
    }
  });

  Deno.test(`${model.id} gives the same forecast twice and the same shape for any horizon`, async () => {
    const series = seriesOf(noisy(72));
    const fitted = await model.fit(series, { seasons: [24] });
    assert.deepEqual(fitted.predict(6), (await model.fit(series, { seasons: [24] })).predict(6));
    isWhole(fitted.predict(1), 1);
    isWhole(fitted.predict(100), 100);
  });

  Deno.test(`${model.id} refuses no values, infinite ones and a season of one step`, async () => {
    await assert.rejects(async () => await predict(model, seriesOf([NaN, NaN, NaN])), /0 of 3/);
    await assert.rejects(async () => await predict(model, seriesOf([5])), /at least 2 are needed/);
    await assert.rejects(async () => await predict(model, seriesOf([1, Infinity, 2])), /infinite/);
    await assert.rejects(
      async () => await predict(model, seriesOf([1, 2, 3]), { seasons: [1] }),
      /season of 1/,
    );
  });
}

Deno.test("a model names the rule that fills gaps; prophet takes them", async () => {
  const series = seriesOf(noisy(60).map((value, t) => t === 30 ? NaN : value));
  await assert.rejects(
    async () => await predict(modelOf("theta"), series),
    /Fill them first, with fillGaps/,
  );
  isWhole(await predict(modelOf("prophet"), series), 6);
});

Deno.test("a fallback to a simpler model is noted", async () => {
  const { notes, mean } = await predict(modelOf("holt_winters"), seriesOf([1, 2, 3]));
  assert.match(notes[0]!, /holt_winters: 3 values are fewer than the 4 it needs; naive answers/);
  assert.deepEqual(mean, new Array(6).fill(3));
  const constant = await predict(modelOf("ensemble"), seriesOf(new Array(30).fill(4)));
  assert.match(constant.notes[0]!, /All values are 4/);
  assert.deepEqual(constant.intervals[0]!.lower, new Array(6).fill(4));
});

Deno.test("counts are not forecast below zero, unless an option or a value allows it", async () => {
  const falling = Array.from({ length: 30 }, (_, t) => 30 - t);
  const lowest = async (values: number[], options: FitOptions) => {
    const { mean, intervals } = (await modelOf("drift").fit(seriesOf(values), options)).predict(20);
    return Math.min(...mean, ...intervals.flatMap(({ lower }) => lower));
  };
  assert.equal(await lowest(falling, {}), 0);
  assert.equal(await lowest(falling, { floor: 1 }), 1);
  assert.ok(await lowest(falling, { floor: -Infinity }) < -10);
  assert.ok(await lowest(falling.map((value) => value - 10), {}) < -10);
});

Deno.test("predict() continues in calendar months and refuses wrong horizons and levels", async () => {
  const start = Date.UTC(2024, 0, 31);
  const series = seriesOf([1, 2, 4, 3], { start, step: { months: 1 } });
  const fitted = await modelOf("naive").fit(series);
  assert.deepEqual(
    fitted.predict(2).time.map((time) => new Date(time).toISOString().slice(0, 10)),
    ["2024-05-31", "2024-06-30"],
  );
  assert.throws(() => fitted.predict(0), /whole number from 1/);
  assert.throws(() => fitted.predict(2, [95]), /level 95/);
});

Deno.test("fourier_lags learns what a holiday does", async () => {
  const start = Date.UTC(2023, 0, 1), day = 86_400_000;
  const holidays = [70, 150, 260, 352].map((t) =>
    new Date(start + t * day).toISOString().slice(0, 10)
  );
  const values = Array.from(
    { length: 350 },
    (_, t) =>
      [70, 150, 260].includes(t) ? 20 : 100 + [0, 5, 5, 5, 8, 20, 15][t % 7]! + random.normal(),
  );
  const series = seriesOf(values, { start, step: { ms: day } });
  const at = async (options: FitOptions) =>
    (await modelOf("fourier_lags").fit(series, { seasons: [7], ...options })).predict(3, [])
      .mean[2]!;
  assert.ok(await at({ holidays }) < await at({}) - 20);
});

Deno.test("modelOf() lists the known ids", () => {
  assert.throws(() => modelOf("arima"), /there are naive, seasonal_naive.*ensemble/);
});
