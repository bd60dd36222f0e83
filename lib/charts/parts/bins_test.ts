import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { binned, binsOf } from "./bins.ts";

Deno.test("binned() counts each value once, between its own edges", () => {
  const random = seeded("bins");
  for (let round = 0; round < 30; round++) {
    const scale = 10 ** random.int(-3, 6);
    const values = Array.from({ length: 500 }, () => scale * random.normal());
    const bins = binned(values, 20);
    assert.equal(bins.reduce((sum, { count }) => sum + count, 0), 500);
    for (const { lower, upper, count } of bins) {
      assert.equal(count, values.filter((value) => value >= lower && value < upper).length);
    }
    assert.ok(bins.length >= 7 && bins.length <= 22, `${bins.length} bins`);
  }
});

Deno.test("binned() leaves out gaps, and puts a single value into one bin", () => {
  assert.deepEqual(binned([NaN, 3, 3, NaN], 10), [{ lower: 2.5, upper: 3.5, count: 2 }]);
  assert.deepEqual(binned([NaN], 10), []);
});

Deno.test("binsOf() reads rows from a database, bigint counts too", () => {
  const rows = [{ lower: 0, upper: 1, count: 5n }, { lower: null, upper: 2, count: 1 }];
  assert.deepEqual(binsOf(rows), [{ lower: 0, upper: 1, count: 5 }]);
});
