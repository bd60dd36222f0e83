import assert from "node:assert/strict";
import { grown, median, type Sample, soakOf } from "./soak.ts";

const samples = (seconds: number, memory: (at: number) => number): Sample[] =>
  Array.from({ length: seconds / 10 + 1 }, (_, i) => ({
    at: i * 10,
    memory: { sink: memory(i * 10) },
    handles: { sink: 20 },
    lag: 0,
  }));

Deno.test("soakOf() compares minutes 5 to 10 with the last 5", () => {
  assert.equal(soakOf(samples(600, () => 100)), undefined);
  const soak = soakOf(samples(1800, (at) => at < 300 ? 500 : at < 600 ? 100 : 112))!;
  assert.deepEqual(soak.memory.sink, { early: 100, late: 112, ratio: 1.12 });
  assert.deepEqual(soak.handles.sink, { early: 20, late: 20, ratio: 1 });
  assert.deepEqual(soak.lag, { early: 0, late: 0, ratio: 1 });
  assert.deepEqual(grown(soak, 1000), ["memory of sink grew"]);
  assert.deepEqual(grown(soakOf(samples(1800, () => 100))!, 1000), []);
  const blind = samples(1800, () => 100).map((one) => ({ ...one, memory: {}, handles: {} }));
  assert.deepEqual(grown(soakOf(blind)!, 1000), [
    "memory could not be measured",
    "handles could not be measured",
  ]);
});

Deno.test("median() is the middle, or the mean of the two in the middle", () => {
  assert.deepEqual([median([]), median([3, 1, 2]), median([4, 1, 2, 3])], [0, 2, 2.5]);
});
