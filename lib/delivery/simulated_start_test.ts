import assert from "node:assert/strict";
import { simulatedStart } from "./simulated_start.ts";

const now = Date.parse("2026-11-27T12:00:00.700Z");

Deno.test("simulatedStart() lets simulated time reach the clock at the end of the run", () => {
  // A minute at 20 times the speed plays 20 minutes, which end a minute from now.
  assert.equal(simulatedStart({ speed: 20, duration: 60_000, now }), "2026-11-27T11:41:00Z");
  assert.equal(simulatedStart({ speed: 1, duration: 60_000, now }), "2026-11-27T12:00:00Z");
});

Deno.test("simulatedStart() is now without a duration, and never later", () => {
  assert.equal(simulatedStart({ speed: 20, now }), "2026-11-27T12:00:00Z");
  assert.equal(simulatedStart({ speed: 0.5, duration: 60_000, now }), "2026-11-27T12:00:00Z");
});

Deno.test("simulatedStart() is always the same without a speed, and never before 1970", () => {
  assert.equal(simulatedStart({ duration: 60_000, now }), "2026-01-01T00:00:00Z");
  assert.equal(simulatedStart({ speed: 1e9, duration: 1e9, now }), "1970-01-01T00:00:00Z");
});
