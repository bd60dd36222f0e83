import assert from "node:assert/strict";
import { seeded } from "../../random.ts";
import { halfWidths } from "./conformal.ts";

Deno.test("halfWidths() cover the requested share of errors like those they were made from", () => {
  const random = seeded(3);
  const draw = () =>
    Float64Array.from({ length: 24 }, (_, q) => Math.abs(random.normal()) * (1 + q / 8));
  for (const level of [0.5, 0.8, 0.95]) {
    let inside = 0, count = 0;
    for (let round = 0; round < 200; round++) {
      const widths = halfWidths(Array.from({ length: 40 }, draw), { level, horizon: 24 });
      draw().forEach((error, q) => {
        count++;
        if (error <= widths[q]!) inside++;
      });
    }
    assert.ok(Math.abs(inside / count - level) < 0.025, `${level}: ${inside / count}`);
  }
});

Deno.test("halfWidths() grow with the level, with fewer trials, and beyond the tried horizon", () => {
  const rows = [Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 1, 4, 3)];
  const at = (level: number, residuals = rows) => halfWidths(residuals, { level, horizon: 16 });
  assert.ok(at(0.95)[0]! > at(0.8)[0]!);
  assert.ok(at(0.8)[0]! > at(0.8, [...rows, ...rows, ...rows])[0]!);
  assert.ok(Math.abs(at(0.8)[15]! / at(0.8)[3]! - 2) < 1e-9);
});
