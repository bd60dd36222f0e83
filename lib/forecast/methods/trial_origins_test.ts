import assert from "node:assert/strict";
import { trialOrigins } from "./trial_origins.ts";

Deno.test("trialOrigins() are half a horizon apart, the last a horizon before the end", () => {
  assert.deepEqual(trialOrigins(700, { horizon: 48, maximum: 3 }), {
    origins: [604, 628, 652],
    horizon: 48,
  });
});

Deno.test("trialOrigins() leave two fifths of the history and shorten a horizon that does not fit", () => {
  for (const length of [2, 3, 5, 10, 50, 99]) {
    for (const horizon of [1, 7, 48, 500]) {
      const { origins, horizon: tried } = trialOrigins(length, { horizon });
      assert.ok(origins.length >= 1 && tried >= 1 && tried <= horizon);
      for (const origin of origins) {
        assert.ok(origin >= 0.4 * length && origin >= 1 && origin + tried <= length);
      }
    }
  }
});
