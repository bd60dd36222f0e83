import assert from "node:assert/strict";
import { backtest } from "./backtest.ts";
import { coverage, mae, mase, seasonalScale, smape } from "./metrics.ts";
import type { Model } from "../model.ts";
import { modelOf } from "../models/mod.ts";
import { seriesOf } from "../series/series.ts";
import { cement, ignoreReal } from "../testing.ts";

const wave = (id: string, rise = 0) =>
  seriesOf(
    Array.from({ length: 96 }, (_, t) => 50 + rise * t + [0, 4, 9, 3][t % 4]! + (t * 7) % 3),
    { id },
  );

Deno.test("backtest() rolls its cutoffs and shows models no value after them", async () => {
  const seen: number[] = [];
  const spy: Model = {
    id: "spy",
    fit(series, options) {
      seen.push(series.value.length);
      assert.equal(series.time.length, series.value.length);
      return modelOf("naive").fit(series, options);
    },
  };
  const { rows } = await backtest(wave("a"), [spy], {
    horizon: 4,
    windows: 3,
    step: 2,
    seasons: [4],
  });
  assert.deepEqual(seen, [88, 90, 92]);
  const own = rows.filter(({ model }) => model === "spy");
  assert.equal(own.length, 12);
  assert.deepEqual(own[0]!.cutoff, new Date(87 * 3_600_000));
  assert.deepEqual(own[0]!.time, new Date(88 * 3_600_000));
  assert.equal(own[0]!.y, wave("a").value[88]);
  assert.equal(own[0]!.yhat, wave("a").value[87]);
});

Deno.test("backtest() counts how often the intervals of every level held, as if judged alone", async () => {
  const all = [wave("a"), wave("b", 1)], models = ["naive", "theta"].map(modelOf);
  const options = { horizon: 4, windows: 3, seasons: [4] };
  const { coverage: counted, scores } = await backtest(all, models, {
    ...{ ...options, level: 0.8, levels: [0.5, 0.8] },
  });
  assert.equal(counted.length, 2 * 3 * 2, "series, models with seasonal naive, levels");
  for (const level of [0.5, 0.8]) {
    const { rows } = await backtest(all, models, { ...options, level });
    for (const one of counted.filter((one) => one.level === level)) {
      const own = rows.filter(({ series, model }) => series === one.series && model === one.model);
      const inside = own.filter(({ y, lower, upper }) => y! >= lower && y! <= upper).length;
      assert.deepEqual([one.inside, one.of], [inside, own.length]);
    }
  }
  const single = await backtest(all, models, { ...options, level: 0.8 });
  const plain = (list: typeof scores) => list.map((score) => ({ ...score, seconds: 0 }));
  assert.deepEqual(plain(single.scores), plain(scores), "further levels change no score");
});

Deno.test("backtest() always has seasonal naive, and says which models lose to it", async () => {
  const { scores } = await backtest([wave("a"), wave("b", 0.01)], [modelOf("naive")], {
    horizon: 4,
    seasons: [4],
  });
  assert.deepEqual(scores.map(({ model }) => model), ["seasonal_naive", "naive"]);
  assert.deepEqual(scores.map((score) => score.losesToSeasonalNaive), [false, true]);
  assert.deepEqual(scores.map(({ windows }) => windows), [6, 6]);
});

Deno.test("backtest() scores are the metrics of its rows, computed again", async () => {
  const series = wave("a", 0.1);
  const { rows, scores } = await backtest(series, [modelOf("drift")], {
    horizon: 6,
    windows: 1,
    seasons: [4],
  });
  const own = rows.filter(({ model }) => model === "drift");
  const score = scores.find(({ model }) => model === "drift")!;
  const actual = series.value.slice(90), mean = own.map(({ yhat }) => yhat);
  const scale = seasonalScale(series.value.slice(0, 90), 4);
  assert.equal(score.mae, mae(actual, mean));
  assert.equal(score.smape, smape(actual, mean));
  assert.equal(score.mase, mase(actual, mean, { scale }));
  const bounds = { lower: own.map(({ lower }) => lower), upper: own.map(({ upper }) => upper) };
  assert.equal(score.coverage, coverage(actual, bounds));
});

Deno.test("backtest() reports a model that fails on a series and goes on", async () => {
  const fussy: Model = {
    id: "fussy",
    fit: (series, options) =>
      series.id === "b"
        ? Promise.reject(new RangeError("Cannot fit fussy to b: it is b"))
        : modelOf("naive").fit(series, options),
  };
  const found = await backtest([wave("a"), wave("b")], [fussy], { horizon: 4, windows: 2 });
  assert.deepEqual(found.failures, [
    { series: "b", model: "fussy", reason: "Cannot fit fussy to b: it is b" },
  ]);
  assert.equal(found.scores.find(({ model }) => model === "fussy")!.windows, 2);
});

Deno.test("backtest() scores what cannot be measured as null, never NaN", async () => {
  const flat = seriesOf(new Array(40).fill(3));
  const { scores } = await backtest(flat, [modelOf("naive")], { horizon: 4 });
  for (const score of scores) {
    assert.equal(score.mase, null);
    assert.equal(score.owa, null);
    assert.equal(score.mae, 0);
  }
  assert.ok(!JSON.stringify(scores).includes("NaN"));
});

Deno.test("backtest() refuses windows that do not fit and stops when its signal aborts", async () => {
  const run = (options: object) =>
    backtest(wave("a"), [modelOf("naive")], { horizon: 4, ...options });
  await assert.rejects(() => run({ windows: 30 }), /30 windows of 4 steps.*it has 96/);
  await assert.rejects(() => run({ horizon: 0 }), /horizon is 0/);
  await assert.rejects(() => run({ signal: AbortSignal.abort(new Error("stopped")) }), /stopped/);
});

Deno.test({
  name: "backtest() gives seasonal naive the published error on cement",
  ignore: ignoreReal,
  async fn() {
    const { scores } = await backtest(cement(), [], { horizon: 10, windows: 1 });
    assert.ok(Math.abs(scores[0]!.mae! - 165.8) < 0.05);
    assert.ok(Math.abs(scores[0]!.rmse! - 184.2) < 0.05);
  },
});
