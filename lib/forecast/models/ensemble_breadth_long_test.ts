import assert from "node:assert/strict";
import { ignoreReal } from "../testing.ts";
import { LONG_SERIES, SHORT_SERIES, testBreadth } from "./ensemble_breadth_testing.ts";

const ratios = testBreadth([...LONG_SERIES, ...SHORT_SERIES]);

Deno.test({
  name: "ensemble is better than each of the four at a majority of cutoffs, and overall",
  ignore: ignoreReal,
  fn() {
    for (const [id, all] of ratios) {
      const wins = all.filter((ratio) => ratio > 1).length;
      const mean = Math.exp(all.reduce((sum, ratio) => sum + Math.log(ratio), 0) / all.length);
      console.log(
        `ensemble wins ${wins} of ${all.length} against ${id}, whose error is ${
          mean.toFixed(3)
        } times its own`,
      );
      assert.ok(wins > all.length / 2 && mean > 1, id);
    }
  },
});
