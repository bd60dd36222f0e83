import assert from "node:assert/strict";
import { runJob } from "../workers/forecast_job.ts";
import { printedM4Score } from "./m4_testing.ts";
import { modelOf } from "../models/mod.ts";
import { ignoreReal, m4Hourly } from "../testing.ts";

Deno.test({
  name: "seasonal_naive has the published errors on 100 hourly series of M4",
  ignore: ignoreReal,
  async fn() {
    const { mase, smape, series } = await printedM4Score(m4Hourly(), "seasonal_naive");
    assert.equal(series, 100);
    assert.equal(mase!.toFixed(3), "0.984");
    assert.equal(smape!.toFixed(2), "6.39");
  },
});

Deno.test({
  name:
    "ensemble on every third of them: better than seasonal_naive, and its cost is within bounds",
  ignore: ignoreReal,
  async fn() {
    const cases = m4Hourly().filter((_, i) => i % 3 === 0);
    const own = await printedM4Score(cases, "ensemble");
    const other = await printedM4Score(cases, "seasonal_naive");
    assert.ok(own.mase! < 0.93 * other.mase!, `MASE ${own.mase}, seasonal_naive ${other.mase}`);
    assert.ok(own.owa! < 0.95 * other.owa!, `OWA ${own.owa}, seasonal_naive ${other.owa}`);
    assert.ok(own.coverage! >= 0.9 && own.coverage! <= 0.98, `coverage ${own.coverage}`);
    // The quickest of three: other work on the machine does not count.
    const job = {
      series: cases[0]!.train,
      model: modelOf("ensemble"),
      horizon: 48,
      levels: [0.95],
    };
    const seconds = [await runJob(job), await runJob(job), await runJob(job)]
      .map((run) => run.seconds);
    assert.ok(Math.min(...seconds) < 1.5, `${seconds} s for one series`);
  },
});
