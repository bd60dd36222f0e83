import { taxiTrips } from "../../../lib/feeds/mod.ts";
import { type Series, seriesFrom } from "../../../lib/forecast/mod.ts";
import type { PanelContext } from "../../define_page.ts";

const HOUR = 3_600_000, DAY = 24 * HOUR;
/** Days that a forecast learns from. */
const HISTORY = 28;

/**
 * Trips in each whole hour of the four weeks before the page's end. An hour is whole when a later one
 * has begun; hours without trips between others have 0.
 *
 * @returns undefined if there is no whole hour.
 */
export async function hourlyDemand({ sql, to }: PanelContext): Promise<Series | undefined> {
  const from = new Date(Math.floor(+to / HOUR) * HOUR - HISTORY * DAY);
  const rows = await sql<{ time: Date; value: number }>`
    select timestamp time, count() value from ${taxiTrips}
    where timestamp >= ${from} and timestamp < ${to} sample by 1h`;
  const whole = rows.slice(0, -1); // the newest trip's hour may go on
  if (whole.length === 0) return undefined;
  const [series] = seriesFrom(whole, { step: { ms: HOUR }, fill: "zero", last: "keep" });
  return { ...series!, id: "trips" };
}
