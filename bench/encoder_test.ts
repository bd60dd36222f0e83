import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { compileEncoder } from "../lib/questdb/encoder.ts";
import { taxiTrips } from "../lib/feeds/taxi/taxi_trips.ts";
import { encodeOfficial, encodeOurs, openRows } from "./encoder.ts";
import { tripRecords } from "./trips.ts";

Deno.test("our encoder writes the bytes that the official client writes", () => {
  // Enough for the buffers to grow several times, and each field is missing in some trip.
  const trips = tripRecords(5_000);
  trips.push({ ...trips[0]!, taxi_id: "é 1,2=\\3", company: "😀\u007f", trip_id: 'ü"\\' });
  // From second 1 on: ours writes time 0 as 0000000, the client as 0.
  const second = "1970-01-01T00:00:01Z";
  trips.push({ event_timestamp: second, trip_id: "bare", trip_start_timestamp: second });
  const ours = Buffer.from(encodeOurs(compileEncoder(taxiTrips, "taxi_trips"), trips));
  const theirs = Buffer.from(encodeOfficial(openRows(), trips));
  assert.ok(ours.length > 3 << 20, "too few rows for a buffer to grow");
  assert.ok(ours.equals(theirs), `they differ from byte ${firstDifference(ours, theirs)}`);
});

function firstDifference(a: Buffer, b: Buffer): number {
  return a.findIndex((byte, i) => byte !== b[i]);
}
