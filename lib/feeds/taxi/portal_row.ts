import { formatCsvRow } from "../../csv_write.ts";
import type { TaxiTrip } from "./taxi_trips.ts";

/** First line of the portal's layout since 2022: 23 columns, the last one with two spaces. */
export const PORTAL_HEADER = formatCsvRow([
  ...["Trip ID", "Taxi ID", "Trip Start Timestamp", "Trip End Timestamp", "Trip Seconds"],
  ...["Trip Miles", "Pickup Census Tract", "Dropoff Census Tract", "Pickup Community Area"],
  ...["Dropoff Community Area", "Fare", "Tips", "Tolls", "Extras", "Trip Total", "Payment Type"],
  ...["Company", "Pickup Centroid Latitude", "Pickup Centroid Longitude"],
  ...["Pickup Centroid Location", "Dropoff Centroid Latitude", "Dropoff Centroid Longitude"],
  "Dropoff Centroid  Location",
]);

/** `2026-05-13T17:15:00Z` as the portal writes it: `05/13/2026 05:15:00 PM`. */
function portalTime(time: string | null | undefined): string | null {
  if (time == null) return null;
  const hour = Number(time.slice(11, 13));
  const clock = String(hour % 12 || 12).padStart(2, "0") + time.slice(13, 19);
  const date = `${time.slice(5, 7)}/${time.slice(8, 10)}/${time.slice(0, 4)}`;
  return `${date} ${clock} ${hour < 12 ? "AM" : "PM"}`;
}

/** One trip as a line of the portal's CSV; its `event_timestamp` has no column there. */
export function portalRow(trip: TaxiTrip): string {
  const money = (dollars: number | null | undefined) => dollars?.toFixed(2);
  return formatCsvRow([
    trip.trip_id,
    trip.taxi_id,
    portalTime(trip.trip_start_timestamp),
    portalTime(trip.trip_end_timestamp),
    trip.trip_seconds,
    trip.trip_miles,
    trip.pickup_census_tract,
    trip.dropoff_census_tract,
    trip.pickup_community_area,
    trip.dropoff_community_area,
    money(trip.fare),
    money(trip.tips),
    money(trip.tolls),
    money(trip.extras),
    money(trip.trip_total),
    trip.payment_type,
    trip.company,
    trip.pickup_centroid_latitude,
    trip.pickup_centroid_longitude,
    trip.pickup_centroid_location,
    trip.dropoff_centroid_latitude,
    trip.dropoff_centroid_longitude,
    trip.dropoff_centroid_location,
  ]);
}
