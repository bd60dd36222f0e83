import assert from "node:assert/strict";
import { UsageError } from "../errors.ts";
import { defaultRate, TARGETS, targetsOf } from "./options.ts";

Deno.test("targetsOf() takes all by default, none by name, and refuses what it does not know", () => {
  assert.deepEqual(targetsOf([]), [...TARGETS]);
  assert.deepEqual(targetsOf(["none"]), []);
  assert.deepEqual(targetsOf(["sink", "broker"]), ["sink", "broker"]);
  for (const words of [["none", "sink"], ["kafka"]]) {
    assert.throws(() => targetsOf(words), UsageError, words.join(","));
  }
});

Deno.test("defaultRate() lets every target be killed three times, within bounds", () => {
  assert.equal(defaultRate(50_000, 4, 3000), 1333);
  assert.equal(defaultRate(1_000_000, 4, 5000), 10_000);
  assert.equal(defaultRate(10, 4, 5000), 100);
});
