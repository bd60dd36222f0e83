import assert from "node:assert/strict";
import { seeded } from "../random.ts";
import { arrivals, dayCurve } from "./arrivals.ts";
import { chiSquare, tally } from "./testing.ts";

Deno.test("arrivals() at a constant rate is a Poisson process: the variance of counts is their mean", () => {
  const counts = new Array<number>(2_000).fill(0);
  for (const at of arrivals(seeded(3), { start: 1000, rate: () => 0.02, peak: 0.05 })) {
    const slot = Math.floor((at - 1000) / 500);
    if (slot >= counts.length) break;
    counts[slot]!++;
  }
  const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (counts.length - 1);
  assert(Math.abs(mean - 10) < 0.3, `${mean}`);
  assert(Math.abs(variance / mean - 1) < 0.12, `${variance / mean}`);
});

Deno.test("arrivals() follows a changing rate, and stops while it is 0", () => {
  const rates = [0, 0.01, 0.03, 0, 0.06];
  const options = { start: 0, rate: (ms: number) => rates[Math.floor(ms / 1e3) % 5]!, peak: 0.06 };
  const times = arrivals(seeded(4), options).take(30_000).toArray();
  assert(times.every((at, i) => i === 0 || at > times[i - 1]!));
  const cycle = 5e3, whole = times.filter((at) => at < Math.floor(times.at(-1)! / cycle) * cycle);
  const seen = tally(whole, (at) => Math.floor(at / 1e3) % 5);
  assert(chiSquare(seen, new Map([[1, 1], [2, 3], [4, 6]])) < 13.82); // 2 degrees of freedom
});

Deno.test("dayCurve() connects the hours with straight lines, and is 1 on average", () => {
  const weights = Array.from({ length: 24 }, (_, hour) => hour === 12 ? 24 : 0);
  const curve = dayCurve(weights);
  const at = (hours: number) => curve(Date.UTC(2026, 4, 13) + hours * 3_600_000);
  assert.deepEqual([0, 11, 11.5, 12, 12.25, 13].map(at), [0, 0, 12, 24, 18, 0]);
  assert.equal(curve.peak, 24);
  const sum = Array.from({ length: 240 }, (_, i) => at(i / 10)).reduce((a, b) => a + b);
  assert(Math.abs(sum / 240 - 1) < 1e-9);
});
