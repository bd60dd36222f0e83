import { seeded } from "../../random.ts";
import { before, SAMPLE_DAY, SAMPLE_MIDNIGHT, SAMPLE_SEED } from "../../simulators/sample_day.ts";
import type { Sample } from "../feed.ts";
import { PORTAL_HEADER, portalRow } from "./portal_row.ts";
import { simulatedTrips } from "./simulate.ts";

/** A day of trips as the portal's CSV file. */
export function sampleTrips(): Sample[] {
  const trips = simulatedTrips(seeded(SAMPLE_SEED), SAMPLE_MIDNIGHT);
  const end = SAMPLE_MIDNIGHT + 86_400_000;
  const rows = before(trips, { field: "event_timestamp", end }).map(portalRow).toArray();
  return [{ name: `simulated_${SAMPLE_DAY}.csv.gz`, text: PORTAL_HEADER + rows.join("") }];
}
