import { taxiTrips } from "../../feeds/mod.ts";
import { count, defineWindow, hopping, notNull } from "../define.ts";

/** Trips of the last minute that began at each point that the portal gives, every half minute. */
export const taxiHotspotsCentroid = defineWindow({
  name: "taxi_hotspots_centroid",
  from: taxiTrips,
  where: { pickup_centroid_latitude: notNull(), pickup_centroid_longitude: notNull() },
  window: hopping("60s", "30s"),
  grace: "10s",
  by: ["pickup_centroid_latitude", "pickup_centroid_longitude"],
  aggregate: { trips: count() },
});
