import { taxiTrips } from "../../feeds/mod.ts";
import { defineWindow, sum, tumbling } from "../define.ts";

/** What passengers paid, every five seconds. */
export const taxiFare5s = defineWindow({
  name: "taxi_fare_5s",
  from: taxiTrips,
  window: tumbling("5s"),
  grace: "10s",
  aggregate: { fare: sum("fare"), tips: sum("tips"), total: sum("trip_total") },
});
