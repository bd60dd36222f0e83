import assert from "node:assert/strict";
import { numberAxis } from "./number_axis.ts";

Deno.test("numberAxis() makes an axis around a single value", () => {
  assert.deepEqual(numberAxis([3, NaN]).scale.domain, [0, 6]);
  assert.deepEqual(numberAxis([-2]).scale.domain, [-4, 0]);
  assert.equal(numberAxis([1, 2]).scale.domain, undefined);
});
