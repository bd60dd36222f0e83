import { taxiTrips } from "../../feeds/mod.ts";
import { count, defineWindow, hopping, notNull } from "../define.ts";

/** Trips of the last minute that began in each community area, every half minute. */
export const taxiHotspotsArea = defineWindow({
  name: "taxi_hotspots_area",
  from: taxiTrips,
  where: { pickup_community_area: notNull() },
  window: hopping("60s", "30s"),
  grace: "10s",
  by: ["pickup_community_area"],
  aggregate: { trips: count() },
});
