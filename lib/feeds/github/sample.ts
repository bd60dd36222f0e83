import { seeded } from "../../random.ts";
import { before, SAMPLE_DAY, SAMPLE_MIDNIGHT, SAMPLE_SEED } from "../../simulators/sample_day.ts";
import type { Sample } from "../feed.ts";
import { archiveLine } from "./archive_line.ts";
import { githubEvents } from "./simulate.ts";

const HOUR = 3_600_000;
/** Dinner time in the shop, and the taxis' evening rush. */
const HOURS = [19, 20];

/** Two hours of events as GH Archive's files. */
export function sampleEvents(): Sample[] {
  const from = SAMPLE_MIDNIGHT + HOURS[0]! * HOUR;
  const events = githubEvents(seeded(SAMPLE_SEED), from);
  const byHour = Map.groupBy(
    before(events, { field: "created_at", end: from + HOURS.length * HOUR }),
    ({ created_at }) => Number(created_at.slice(11, 13)),
  );
  return HOURS.map((hour) => ({
    name: `${SAMPLE_DAY}-${hour}.json.gz`,
    text: byHour.get(hour)!.map(archiveLine).join(""),
  }));
}
