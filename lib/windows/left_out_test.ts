import assert from "node:assert/strict";
import { findWindow } from "./find.ts";
import { mostlyNull, nullableKeys, requireValues, warningsOf } from "./left_out.ts";
import type { WindowResult } from "./result.ts";

const AREAS = findWindow("taxi_hotspots_area"), FARES = findWindow("taxi_fare_5s");

function result(options: Partial<WindowResult>): WindowResult {
  const none = { late: 0, duplicates: 0, filtered: 0, rejected: 0, nullKeys: {} };
  return { window: "w", engine: "deno", rows: [], read: 10_000, ...none, seconds: 1, ...options };
}

Deno.test("warningsOf() names a key that more than half of the records lack", () => {
  assert.deepEqual(nullableKeys(AREAS), ["pickup_community_area"]);
  assert.deepEqual(nullableKeys(findWindow("github_types_1m")), []);
  const rows = [{ window_start: "a", window_end: "b", pickup_community_area: 8, trips: 50 }];
  const nullKeys = { pickup_community_area: 9950 };
  assert.deepEqual(warningsOf(AREAS, result({ rows, nullKeys })), [
    "warning: taxi_hotspots_area: 9,950 of 10,000 records have no pickup_community_area and are left out",
  ]);
  assert.deepEqual(mostlyNull({ a: 5000, b: 5001 }, 10_000), ["b"]);
  assert.deepEqual(warningsOf(AREAS, result({ rows, nullKeys: null })), []);
});

Deno.test("an aggregate that is null in every row is warned of; if all are, there is no result", () => {
  const row = { window_start: "a", window_end: "b", fare: null, tips: null, total: 3 };
  const some = result({ rows: [row, { ...row, tips: 0 }] });
  assert.deepEqual(warningsOf(FARES, some), [
    "warning: taxi_fare_5s: fare is null in every row: no record has a value in fare",
  ]);
  requireValues(FARES, some);
  assert.throws(() => requireValues(FARES, result({ rows: [{ ...row, total: null }] })), {
    message: "The window taxi_fare_5s has rows, but no value in any: none of 10,000 records of " +
      "taxi_trips has fare or tips or trip_total",
  });
});
