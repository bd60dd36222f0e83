import assert from "node:assert/strict";
import { runJob } from "../workers/forecast_job.ts";
import { printedM4Score } from "./m4_testing.ts";
import { modelOf } from "../models/mod.ts";
import { ignoreReal, m4Earlier, m4Hourly } from "../testing.ts";

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
  name: "ensemble on 100 hourly series of M4: errors, coverage and cost are within their bounds",
  ignore: ignoreReal,
  async fn() {
    const { mase, smape, owa, coverage } = await printedM4Score(m4Hourly(), "ensemble");
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
  name: "ensemble four days earlier, on every fourth series: better than seasonal_naive there too",
  ignore: ignoreReal,
  async fn() {
    const cases = m4Earlier(96).filter((_, i) => i % 4 === 0);
    const own = await printedM4Score(cases, "ensemble");
    const other = await printedM4Score(cases, "seasonal_naive");
    assert.ok(own.mase! < 0.8 * other.mase!, `MASE ${own.mase}, seasonal_naive ${other.mase}`);
    assert.ok(own.coverage! >= 0.9, `coverage ${own.coverage}`);
  },
});
