import assert from "node:assert/strict";
import { runJob } from "../workers/forecast_job.ts";
import type { M4Case } from "./m4_files.ts";
import { scoreM4 } from "./m4_score.ts";
import { modelOf } from "../models/mod.ts";
import { head, ignoreReal, m4Hourly } from "../testing.ts";

async function scoreOf(cases: M4Case[], id: string) {
  const score = (await scoreM4(cases, [modelOf(id)], { jobs: 2 })).models.get(id)!;
  console.log(id, JSON.stringify(score, (_, value) => value?.toFixed ? +value.toFixed(4) : value));
  return score;
}

/** The same series this many hours earlier: values that the models' makers could see. */
function earlier(hours: number): M4Case[] {
  return m4Hourly().map(({ train, actual }) => {
    const length = train.value.length - hours;
    return {
      train: head(train, length),
      actual: train.value.slice(length, length + actual.length),
    };
  });
}

Deno.test({
  name: "seasonal_naive has the published errors on 100 hourly series of M4",
  ignore: ignoreReal,
  async fn() {
    const { mase, smape, series } = await scoreOf(m4Hourly(), "seasonal_naive");
    assert.equal(series, 100);
    assert.equal(mase!.toFixed(3), "0.984");
    assert.equal(smape!.toFixed(2), "6.39");
  },
});

Deno.test({
  name: "ensemble on 100 hourly series of M4: errors, coverage and cost are within their bounds",
  ignore: ignoreReal,
  async fn() {
    const { mase, smape, owa, coverage } = await scoreOf(m4Hourly(), "ensemble");
    assert.ok(mase! <= 0.88, `MASE ${mase}`);
    assert.ok(smape! <= 5.85, `sMAPE ${smape}`);
    assert.ok(owa! <= 0.88, `OWA ${owa}`);
    assert.ok(coverage! >= 0.9 && coverage! <= 0.98, `coverage ${coverage}`);
    // The quickest of three: other work on the machine does not count.
    const { train } = m4Hourly()[0]!;
    const job = { series: train, model: modelOf("ensemble"), horizon: 48, levels: [0.95] };
    const seconds = [await runJob(job), await runJob(job), await runJob(job)]
      .map((run) => run.seconds);
    assert.ok(Math.min(...seconds) < 1.5, `${seconds} s for one series`);
  },
});

Deno.test({
  name: "ensemble four days earlier: better than seasonal_naive there too",
  ignore: ignoreReal,
  async fn() {
    const cases = earlier(96);
    const own = await scoreOf(cases, "ensemble"), other = await scoreOf(cases, "seasonal_naive");
    assert.ok(own.mase! < 0.72 && own.mase! < 0.7 * other.mase!, `MASE ${own.mase}`);
    assert.ok(own.coverage! >= 0.9, `coverage ${own.coverage}`);
  },
});
