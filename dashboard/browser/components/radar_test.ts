import assert from "node:assert/strict";
import { greatCircle } from "../../../lib/simulators/great_circle.ts";
import { middleOf, offsetOf, ringsAround } from "./radar.ts";

Deno.test("offsetOf() is the distance on the earth, in a town", () => {
  const middle = { lat: 40.71, lon: -74 };
  for (const place of [{ lat: 40.75, lon: -73.97 }, { lat: 40.68, lon: -74.04 }]) {
    const [east, north] = offsetOf(place, middle);
    const metres = greatCircle(middle, place);
    assert.ok(Math.abs(1000 * Math.hypot(east, north) / metres - 1) < 0.005, `${metres}`);
    assert.equal(Math.sign(east), Math.sign(place.lon - middle.lon));
    assert.equal(Math.sign(north), Math.sign(place.lat - middle.lat));
  }
});

Deno.test("ringsAround() ends with a circle around everything", () => {
  assert.deepEqual(ringsAround(4.5), [2, 4, 6]);
  assert.deepEqual(ringsAround(0), [0.02, 0.04]);
  for (const far of [0.1, 0.9, 1, 3.99, 4, 7, 12, 400]) {
    const rings = ringsAround(far);
    assert.ok(rings.at(-1)! >= far && rings.length >= 2 && rings.length <= 5, `${far}: ${rings}`);
  }
});

Deno.test("middleOf() is not moved by one that is far away", () => {
  const shop = { lat: 1, lon: 2 };
  assert.deepEqual(middleOf([shop, { lat: 80, lon: 170 }, shop]), shop);
});
