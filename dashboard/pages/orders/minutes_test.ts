import assert from "node:assert/strict";
import { folded } from "./minutes.ts";

const MINUTE = 60_000;
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const rows = [0, 1, 2, 3].map((i) => ({ timestamp: at(i), orders: 10 * i, revenue: 100 * i }));

Deno.test("folded() keeps minutes, and says which is not over", () => {
  const shown = folded(rows, { length: MINUTE, of: MINUTE, to: +at(3) + 1 });
  assert.deepEqual(shown.map(({ orders }) => orders), [0, 10, 20, 30]);
  assert.deepEqual(shown.map(({ unfinished }) => unfinished), [false, false, false, true]);
  const whole = folded(rows, { length: MINUTE, of: MINUTE, to: +at(4) });
  assert.ok(!whole.some(({ unfinished }) => unfinished));
});

Deno.test("folded() makes means per minute of longer buckets", () => {
  const options = { length: 2 * MINUTE, of: MINUTE, to: +at(4) };
  assert.deepEqual(folded(rows, options), [
    { timestamp: at(0), orders: 5, revenue: 50, unfinished: false },
    { timestamp: at(2), orders: 25, revenue: 250, unfinished: false },
  ]);
  const hour = [{ timestamp: at(0), orders: 120, revenue: 600 }];
  const [of] = folded(hour, { length: 60 * MINUTE, of: 60 * MINUTE, to: +at(60) });
  assert.deepEqual([of!.orders, of!.revenue], [2, 10]);
});
