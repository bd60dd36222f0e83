import { taxiTrips } from "../lib/feeds/taxi/taxi_trips.ts";
import type { Bench } from "./bench.ts";
import { tripRecords } from "./trips.ts";

/** The compiled check of a record of 24 fields. */
export const check: Bench = {
  name: "check",
  unit: "records",
  summary: "records checked against their stream",
  open() {
    const trips = tripRecords(100_000);
    const checkAll = () => trips.filter((trip) => taxiTrips.valid(trip)).length;
    return { peers: false, ways: [{ name: "ours", run: (time) => time(checkAll) }] };
  },
};
