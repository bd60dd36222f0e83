import { taxiTrips } from "../../../lib/feeds/mod.ts";
import { type Series, seriesFrom } from "../../../lib/forecast/mod.ts";
import type { PanelContext } from "../../define_page.ts";

const HOUR = 3_600_000, DAY = 24 * HOUR;
/** Days that a forecast learns from. */
const HISTORY = 28;

/**
 * Trips in each whole hour of the four weeks before the page's end. The hour of the newest trip of all
 * may go on, so it is not whole; hours without trips between others have 0.
 *
 * @returns undefined if there is no whole hour.
 */
export async function hourlyDemand(
  { sql, to, services }: PanelContext,
): Promise<Series | undefined> {
  const newest = await services.newest([taxiTrips]);
  const hourOf = (time: Date | undefined) => Math.floor(+(time ?? 0) / HOUR) * HOUR;
  const end = new Date(Math.min(hourOf(to), hourOf(newest)));
  const rows = await sql<{ time: Date; value: number }>`
    select timestamp time, count() value from ${taxiTrips}
    where timestamp >= ${new Date(hourOf(to) - HISTORY * DAY)} and timestamp < ${end} sample by 1h`;
  if (rows.length === 0) return undefined;
  const [series] = seriesFrom(rows, { step: { ms: HOUR }, fill: "zero", last: "keep" });
  return { ...series!, id: "trips" };
}
