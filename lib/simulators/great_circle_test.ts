import assert from "node:assert/strict";
import { greatCircle } from "./great_circle.ts";

Deno.test("greatCircle() is a degree of latitude in metres, in another unit, and nothing to the same place", () => {
  const here = { lat: 41.85, lon: -88.2 };
  const degree = 2 * Math.PI * 6_371_008.8 / 360;
  assert(Math.abs(greatCircle(here, { ...here, lat: 42.85 }) - degree) < 0.001);
  assert(Math.abs(greatCircle(here, { ...here, lat: 42.85 }, 1) - Math.PI / 180) < 1e-9);
  assert.equal(greatCircle(here, here), 0);
});

Deno.test("greatCircle() is half the earth's circumference to the other side", () => {
  const half = Math.PI * 6_371_008.8;
  assert(Math.abs(greatCircle({ lat: 0, lon: -90 }, { lat: 0, lon: 90 }) - half) < 0.001);
  assert(Math.abs(greatCircle({ lat: 90, lon: 0 }, { lat: -90, lon: 0 }) - half) < 0.001);
});
