import assert from "node:assert/strict";
import { modelOf } from "./models/mod.ts";
import { judge, type Judgement, meanMeasures } from "./score.ts";
import { ignoreReal, m4Hourly } from "./testing.ts";

async function scoreOf(id: string) {
  const model = modelOf(id);
  const judgements: Judgement[] = [];
  let seconds = 0;
  for (const { train, actual } of m4Hourly()) {
    const start = performance.now();
    const { mean, intervals } = (await model.fit(train)).predict(48, [0.95]);
    seconds += (performance.now() - start) / 1000;
    const values = Float64Array.from(train.value);
    judgements.push(judge({ train: values, actual, mean, interval: intervals[0]!, season: 24 }));
  }
  const score = { ...meanMeasures(judgements), seconds: seconds / judgements.length };
  console.log(id, JSON.stringify(score, (_, value) => value?.toFixed ? +value.toFixed(4) : value));
  return score;
}

Deno.test({
  name: "seasonal_naive has the published errors on 100 hourly series of M4",
  ignore: ignoreReal,
  async fn() {
    const { mase, smape } = await scoreOf("seasonal_naive");
    assert.equal(mase!.toFixed(3), "0.984");
    assert.equal(smape!.toFixed(2), "6.39");
  },
});

Deno.test({
  name: "ensemble on 100 hourly series of M4: errors and coverage as wanted",
  ignore: ignoreReal,
  async fn() {
    const { mase, smape, coverage } = await scoreOf("ensemble");
    assert.ok(mase! <= 0.94, `MASE ${mase}`);
    assert.ok(smape! <= 6.2, `sMAPE ${smape}`);
    assert.ok(coverage! >= 0.9 && coverage! <= 0.98, `coverage ${coverage}`);
  },
});
