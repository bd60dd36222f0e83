import assert from "node:assert/strict";
import { MultivariateLinearRegression } from "ml-regression";
import { seeded } from "../../random.ts";
import { differenced } from "./differenced.ts";
import { gaussianProcessRegression } from "./gaussian_process_regression.ts";
import { kernelRidgeRegression } from "./kernel_ridge_regression.ts";
import { dayLags, seasonLags } from "./season_lags.ts";
import type { History } from "./history.ts";
import type { Method } from "./method.ts";
import { repeatSeason } from "./repeat.ts";
import { ridgeRegression } from "./ridge_regression.ts";
import { seriesOf } from "../series/series.ts";
import { weightedMean } from "./weighted_mean.ts";

function historyOf(values: number[], seasons = [12]): History {
  const { time, step } = seriesOf(values);
  return { values: Float64Array.from(values), time, step, seasons, holidays: new Set() };
}

function noisySeason(length: number): number[] {
  const random = seeded(11);
  return Array.from(
    { length },
    (_, t) => 100 + 0.1 * t + 20 * Math.sin(2 * Math.PI * t / 12) + 3 * random.normal(),
  );
}

const methods: Record<string, Method> = {
  gaussianProcessRegression: gaussianProcessRegression({ trend: true, log: true }),
  ridgeRegression: ridgeRegression({ lags: seasonLags, pairs: [4] }),
  kernelRidgeRegression: kernelRidgeRegression({ lags: dayLags, pairs: [4], log: true }),
  differenced: differenced(ridgeRegression({ lags: seasonLags, pairs: [2] }), { log: true }),
};

for (const [name, method] of Object.entries(methods)) {
  Deno.test(`${name}() does not see what comes after an origin`, () => {
    const values = noisySeason(150);
    const changed = values.map((value, t) => t < 130 ? value : value * 3 + t);
    const request = { origins: [120, 130, 150], horizon: 12 };
    const [before, after] = [values, changed].map((one) => method(historyOf(one), request));
    assert.deepEqual(before![0], after![0]);
    assert.deepEqual(before![1], after![1]);
    assert.notDeepEqual(before![2], after![2]);
  });

  Deno.test(`${name}() forecasts a clean season far better than its last value`, () => {
    const values = noisySeason(240), train = values.slice(0, 228);
    const [path] = method(historyOf(train), { origins: [228], horizon: 12 });
    const error = (forecast: (q: number) => number) =>
      values.slice(228).reduce((sum, value, q) => sum + Math.abs(value - forecast(q)), 0) / 12;
    assert.ok(error((q) => path![q]!) < 4.5, String(error((q) => path![q]!)));
    assert.ok(error(() => train.at(-1)!) > 10);
  });
}

Deno.test("ridgeRegression() has the coefficients of ml-regression on rows extended by its penalty", () => {
  const values = noisySeason(80), penalty = 5;
  const [path] = ridgeRegression({
    lags: () => [1, 3, 12],
    pairs: [1],
    lagPenalty: penalty,
    wavePenalty: penalty,
  })(
    historyOf(values),
    { origins: [80], horizon: 1 },
  );
  const mean = values.reduce((sum, value) => sum + value) / 80;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 80);
  const z = values.map((value) => (value - mean) / deviation);
  const columns = (t: number) => {
    const angle = 2 * Math.PI * t / 12;
    return [z[t - 1]!, z[t - 3]!, z[t - 12]!, Math.sin(angle), Math.cos(angle), 1];
  };
  const times = Array.from({ length: 68 }, (_, i) => i + 12);
  const penalties = [0, 1, 2, 3, 4].map((i) =>
    Array.from({ length: 6 }, (_, j) => i === j ? Math.sqrt(penalty) : 0)
  );
  const x = [...times.map(columns), ...penalties];
  const y = [...times.map((t) => [z[t]!]), ...penalties.map(() => [0])];
  const { weights } = new MultivariateLinearRegression(x, y, { intercept: false });
  const next = columns(80).reduce((sum, value, i) => sum + value * weights[i]![0]!, 0);
  assert.ok(Math.abs(path![0]! - (next * deviation + mean)) < 1e-4);
});

Deno.test("weightedMean() trusts the method that was right, and drops one that is not finite", () => {
  const values = Array.from({ length: 96 }, (_, t) => [1, 5, 9, 2][t % 4]!);
  const broken: Method = (_, { origins, horizon }) =>
    origins.map(() => new Float64Array(horizon).fill(NaN));
  const wrong: Method = (_, { origins, horizon }) =>
    origins.map(() => new Float64Array(horizon).fill(9));
  const method = weightedMean([broken, wrong, repeatSeason()]);
  const [path] = method(historyOf(values, [4]), { origins: [96], horizon: 4 });
  assert.deepEqual([...path!], [1, 5, 9, 2]);
});
