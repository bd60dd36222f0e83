import { taxiTrips } from "../../feeds/mod.ts";
import { count, defineWindow, mean, sum, tumbling } from "../define.ts";

/** Trips, fares, and the mean tip and total of a day, as they grow. */
export const taxiTotals1d = defineWindow({
  name: "taxi_totals_1d",
  from: taxiTrips,
  window: tumbling("1d"),
  aggregate: {
    trips: count(),
    fare: sum("fare"),
    mean_tip: mean("tips"),
    mean_total: mean("trip_total"),
  },
  emit: "changes",
});
