import assert from "node:assert/strict";
import { fillBuckets } from "./fill_buckets.ts";

const at = (second: number) => new Date(second * 1000);

Deno.test("fillBuckets() gives every series a row in every bucket", () => {
  const rows = [
    { timestamp: at(0), type: "push", n: 3, mean: 1.5 },
    { timestamp: at(20), type: "fork", n: 1, mean: 2 },
  ];
  const range = { start: at(0), to: at(25), step: { ms: 10_000 } };
  const none = { n: 0, mean: null };
  assert.deepEqual(fillBuckets(rows, range, { series: "type", zero: ["n"] }), [
    rows[0],
    { timestamp: at(0), type: "fork", ...none },
    { timestamp: at(10), type: "push", ...none },
    { timestamp: at(10), type: "fork", ...none },
    { timestamp: at(20), type: "push", ...none },
    rows[1],
  ]);
  assert.deepEqual(fillBuckets([], range, { zero: ["n"] }), [], "nothing stays nothing");
});
