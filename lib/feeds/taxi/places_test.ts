import assert from "node:assert/strict";
import { AREA_WEIGHTS, milesBetween, PLACES } from "./places.ts";

Deno.test("PLACES are 77 areas with different points within the city, each with its own tracts", () => {
  assert.equal(PLACES.length, 77);
  const all = PLACES.flat();
  assert.equal(new Set(all.map(({ location }) => location)).size, 77 * 3);
  for (const { latitude, longitude, location } of all) {
    assert(latitude > 41.64 && latitude < 42.03, location);
    assert(longitude > -87.95 && longitude < -87.52, location);
    assert.equal(location, `POINT (${longitude} ${latitude})`);
  }
  for (const [i, [middle, ...tracts]] of PLACES.entries()) {
    assert.equal(middle!.area, i + 1);
    assert.equal(middle!.tract, null);
    const code = `17031${String(i + 1).padStart(2, "0")}`;
    for (const { tract, area } of tracts) {
      assert.equal(area, i + 1);
      assert(String(tract).startsWith(code) && String(tract).length === 11, `${tract}`);
    }
  }
});

Deno.test("AREA_WEIGHTS put 8, 32, 76, 28 and 6 first, and add up to 100", () => {
  const ranked = AREA_WEIGHTS.map((weight, i) => ({ area: i + 1, weight }))
    .sort((a, b) => b.weight - a.weight);
  assert.deepEqual(ranked.slice(0, 5).map(({ area }) => area), [8, 32, 76, 28, 6]);
  assert(Math.abs(AREA_WEIGHTS.reduce((sum, weight) => sum + weight) - 100) < 1e-9);
  assert(ranked.at(-1)!.weight > 0);
});

Deno.test("milesBetween() agrees with a flat map's distance", () => {
  // A degree of latitude has 69.09 miles on a sphere of 3,958.8 miles.
  for (const [from, to] of [[76, 8], [8, 32], [1, 75], [56, 6]] as const) {
    const a = PLACES[from - 1]![0]!, b = PLACES[to - 1]![0]!;
    const middle = (a.latitude + b.latitude) / 2 * Math.PI / 180;
    const north = (a.latitude - b.latitude) * 69.094;
    const east = (a.longitude - b.longitude) * 69.094 * Math.cos(middle);
    const flat = Math.hypot(north, east);
    assert(Math.abs(milesBetween(from, to) / flat - 1) < 0.001);
  }
  assert.equal(milesBetween(8, 8), 0);
});
