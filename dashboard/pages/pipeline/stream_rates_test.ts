import assert from "node:assert/strict";
import { latencyOf } from "./stream_rates.ts";

Deno.test("latencyOf() is known only where the record's time is that of its arrival", () => {
  const at = new Date("2026-01-01T12:00:00Z");
  assert.equal(latencyOf(at, new Date(+at + 800)), 800);
  assert.equal(latencyOf(at, new Date(+at + 3_600_000)), null);
  assert.equal(latencyOf(new Date(+at + 1), at), null);
  assert.equal(latencyOf(null, at), null);
});
