import assert from "node:assert/strict";
import { agesOf } from "./ages.ts";

Deno.test("agesOf() counts each record at the first drawing that has it", () => {
  const drawings = [{ at: 100, count: 1 }, { at: 200, count: 3 }, { at: 300, count: 3 }, {
    at: 400,
    count: 4,
  }];
  // The first was there before, the last is never drawn.
  assert.deepEqual(agesOf([150, 90, 120, 260, 390], drawings), [80, 50, 140]);
  assert.deepEqual(agesOf([], drawings), []);
  assert.deepEqual(agesOf([1], []), []);
});
