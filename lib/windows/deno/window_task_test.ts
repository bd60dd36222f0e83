import assert from "node:assert/strict";
import { findWindow } from "../find.ts";
import { WindowTask } from "./window_task.ts";

Deno.test("WindowTask counts the records that have no value in a key, absent or null", () => {
  const sink = { row: () => {}, late: () => {} };
  const areas = new WindowTask(findWindow("taxi_hotspots_area"), [0], sink);
  const centroids = new WindowTask(findWindow("taxi_hotspots_centroid"), [0], sink);
  const now = Date.parse("2026-01-01T00:00:00Z");
  const records = [
    { pickup_community_area: 8, pickup_centroid_latitude: 41.9, pickup_centroid_longitude: -87.6 },
    { pickup_community_area: null, pickup_centroid_latitude: 41.9 },
    {},
  ];
  for (const [offset, fields] of records.entries()) {
    const record = { trip_id: `${offset}`, event_timestamp: "2026-01-01T00:00:00Z", ...fields };
    const place = { time: now, partition: 0, offset };
    for (const task of [areas, centroids]) task.add(record, { message: {} as never, place, now });
  }
  assert.deepEqual(areas.nullKeys, { pickup_community_area: 2 });
  assert.deepEqual(centroids.nullKeys, {
    pickup_centroid_latitude: 1,
    pickup_centroid_longitude: 2,
  });
  assert.deepEqual([areas.counts.counted, areas.counts.filtered], [1, 2]);
});
