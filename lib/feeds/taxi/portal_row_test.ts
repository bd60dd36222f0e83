import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { realData } from "../../sources/testing.ts";
import type { TaxiTrip } from "./taxi_trips.ts";
import { PORTAL_HEADER, portalRow } from "./portal_row.ts";

const trip: TaxiTrip = {
  event_timestamp: "2026-05-13T00:07:08.900Z",
  trip_id: "ab",
  taxi_id: "cd",
  trip_start_timestamp: "2026-05-13T00:00:00Z",
  trip_end_timestamp: "2026-05-13T12:15:00Z",
  trip_seconds: 43_500,
  trip_miles: 0.6,
  pickup_census_tract: 17_031_080_100,
  dropoff_census_tract: null,
  pickup_community_area: 8,
  dropoff_community_area: null,
  fare: 1234.5,
  tips: 0,
  tolls: null,
  extras: 0.1,
  trip_total: 1234.6,
  payment_type: "Cash",
  company: 'Wren, "Wren" & Co.',
  pickup_centroid_latitude: 41.9,
  pickup_centroid_longitude: -87.63,
  pickup_centroid_location: "POINT (-87.63 41.9)",
  dropoff_centroid_latitude: null,
  dropoff_centroid_longitude: null,
  dropoff_centroid_location: null,
};

Deno.test("portalRow() writes times, amounts, quotes and empty cells as the portal does", () => {
  assert.equal(
    portalRow(trip),
    "ab,cd,05/13/2026 12:00:00 AM,05/13/2026 12:15:00 PM,43500,0.6,17031080100,,8,," +
      '1234.50,0.00,,0.10,1234.60,Cash,"Wren, ""Wren"" & Co.",' +
      "41.9,-87.63,POINT (-87.63 41.9),,,\n",
  );
  const evening = portalRow({ ...trip, trip_start_timestamp: "2026-12-31T23:45:00Z" });
  assert.equal(evening.split(",")[2], "12/31/2026 11:45:00 PM");
  assert.equal(portalRow({ ...trip, trip_end_timestamp: null }).split(",")[3], "");
});

const real = realData("chicago_taxi/portal_2022-04-01.csv.gz");

Deno.test({
  name: "PORTAL_HEADER is the first line of a real file",
  ignore: real.ignore,
  async fn() {
    const text = createReadStream(real.path).pipe(createGunzip()).setEncoding("utf8");
    let head = "";
    for await (const piece of text) if ((head += piece).includes("\n")) break;
    assert.equal(PORTAL_HEADER, head.slice(0, head.indexOf("\n") + 1));
  },
});
