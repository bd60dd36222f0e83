import assert from "node:assert/strict";
import { ignoreReal, m4Earlier, m4Hourly } from "../testing.ts";
import { printedM4Score } from "./m4_testing.ts";

Deno.test({
  name: "ensemble on 100 hourly series of M4: errors and coverage are within their bounds",
  ignore: ignoreReal,
  async fn() {
    const { mase, smape, owa, coverage } = await printedM4Score(m4Hourly(), "ensemble");
    assert.ok(mase! <= 0.88, `MASE ${mase}`);
    assert.ok(smape! <= 5.85, `sMAPE ${smape}`);
    assert.ok(owa! <= 0.88, `OWA ${owa}`);
    assert.ok(coverage! >= 0.9 && coverage! <= 0.98, `coverage ${coverage}`);
  },
});

Deno.test({
  name: "ensemble four days earlier, on 100 series: better than seasonal_naive there too",
  ignore: ignoreReal,
  async fn() {
    const cases = m4Earlier(96);
    const own = await printedM4Score(cases, "ensemble");
    const other = await printedM4Score(cases, "seasonal_naive");
    assert.ok(own.mase! < 0.72 && own.mase! < 0.7 * other.mase!, `MASE ${own.mase}`);
    assert.ok(own.coverage! >= 0.9, `coverage ${own.coverage}`);
  },
});
