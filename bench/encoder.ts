import { createBuffer, SenderOptions } from "@questdb/nodejs-client";
import { compileEncoder, type Encoder } from "../lib/questdb/encoder.ts";
import { type TaxiTrip, taxiTrips } from "../lib/feeds/taxi/taxi_trips.ts";
import { isoMicros, isoSeconds } from "../lib/time.ts";
import type { Bench } from "./bench.ts";
import { tripRecords } from "./trips.ts";

const TABLE = "taxi_trips";

/** Taxi trips as lines of QuestDB's protocol, version 2: our encoder and the official row builder. */
export const encoder: Bench = {
  name: "encoder",
  unit: "rows",
  summary: "taxi trips as lines of QuestDB's protocol",
  open() {
    const trips = tripRecords(20_000);
    const ours = compileEncoder(taxiTrips, TABLE);
    const theirs = openRows();
    return {
      peers: true,
      bytes: encodeOurs(ours, trips).length,
      ways: [
        { name: "ours", run: (time) => time(() => (encodeOurs(ours, trips), trips.length)) },
        {
          name: "@questdb/nodejs-client",
          ratio: 5,
          run: (time) => time(() => (encodeOfficial(theirs, trips), trips.length)),
        },
      ],
    };
  },
};

/** Encodes the rows of one request with our encoder. */
export function encodeOurs(encoder: Encoder, trips: readonly TaxiTrip[]): Uint8Array {
  for (const trip of trips) encoder.add(trip);
  return encoder.take().bytes;
}

/** The official client's row builder, large enough for a request: growing copies the buffer each time. */
export function openRows(): RowBuffer {
  const conf = `http::addr=127.0.0.1;protocol_version=2;init_buf_size=${32 << 20};`;
  return createBuffer(new SenderOptions(conf, { log: () => {} }));
}

/**
 * Encodes the rows of one request with the row builder. It writes text character by character, each
 * with `Buffer.write`, which costs twice as much in Deno as in Node.
 */
export function encodeOfficial(buffer: RowBuffer, trips: readonly TaxiTrip[]): Uint8Array {
  buffer.reset();
  for (const trip of trips) addRow(buffer, trip);
  return buffer.toBufferView();
}

type RowBuffer = ReturnType<typeof createBuffer>;

const micros = (time: string) => isoSeconds(time) * 1e6 + isoMicros(time);

/** One trip as a person would write it with the official client, column by column. */
function addRow(buffer: RowBuffer, trip: TaxiTrip): void {
  const text = (name: string, value: string | null | undefined) => {
    if (value != null) buffer.stringColumn(name, value);
  };
  const long = (name: string, value: number | null | undefined) => {
    if (value != null) buffer.intColumn(name, value);
  };
  const double = (name: string, value: number | null | undefined) => {
    if (value != null) buffer.floatColumn(name, value);
  };
  const time = (name: string, value: string | null | undefined) => {
    if (value != null) buffer.timestampColumn(name, micros(value), "us");
  };
  buffer.table(TABLE);
  if (trip.taxi_id != null) buffer.symbol("taxi_id", trip.taxi_id);
  if (trip.payment_type != null) buffer.symbol("payment_type", trip.payment_type);
  if (trip.company != null) buffer.symbol("company", trip.company);
  text("trip_id", trip.trip_id);
  time("trip_start_timestamp", trip.trip_start_timestamp);
  time("trip_end_timestamp", trip.trip_end_timestamp);
  long("trip_seconds", trip.trip_seconds);
  double("trip_miles", trip.trip_miles);
  long("pickup_census_tract", trip.pickup_census_tract);
  long("dropoff_census_tract", trip.dropoff_census_tract);
  long("pickup_community_area", trip.pickup_community_area);
  long("dropoff_community_area", trip.dropoff_community_area);
  double("fare", trip.fare);
  double("tips", trip.tips);
  double("tolls", trip.tolls);
  double("extras", trip.extras);
  double("trip_total", trip.trip_total);
  double("pickup_centroid_latitude", trip.pickup_centroid_latitude);
  double("pickup_centroid_longitude", trip.pickup_centroid_longitude);
  text("pickup_centroid_location", trip.pickup_centroid_location);
  double("dropoff_centroid_latitude", trip.dropoff_centroid_latitude);
  double("dropoff_centroid_longitude", trip.dropoff_centroid_longitude);
  text("dropoff_centroid_location", trip.dropoff_centroid_location);
  buffer.at(micros(trip.event_timestamp), "us");
}
