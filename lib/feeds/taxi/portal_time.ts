import { withMillis } from "../../sources/utc_time.ts";
import { isoMicros, isoSeconds } from "../../time.ts";

/** A wall-clock time, without a zone. */
export interface WallTime {
  /** ISO text as if it were UTC: `2022-04-01T00:15:00.000Z`. */
  iso: string;
  /** Milliseconds since 1970-01-01T00:00:00 on the same clock. */
  ms: number;
}

const CLOCK = /^(0[1-9]|1[0-2])(:\d\d)(:\d\d)? ([AP])M$/;
const US = /^(\d\d)\/(\d\d)\/(\d{4}) (.+)$/;
const NAMED = /^(\d{4}) ([A-Z][a-z]{2}) (\d\d) (.+)$/;
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,6})?(?:Z| UTC|\+00(?::00)?)?$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Why a cell that is not a time is rejected. */
export const PORTAL_TIME = "expected a time as MM/DD/YYYY hh:mm:ss AM or YYYY-MM-DDThh:mm:ss";

/**
 * Makes a parser for the portal's times, which returns undefined for anything else. A zone of UTC
 * is only a label: the portal's times are the city's wall clock wherever they are copied to.
 * Rounded to 15 minutes, a day has only 96 different times, so it remembers those it has parsed.
 *
 * - the portal: `04/01/2022 12:15:00 AM`, also without seconds, `2022 Apr 01 12:15:00 AM`
 * - its API: `2022-04-01T00:15:00.000`
 * - pandas and psql: `2022-04-01 00:15:00`, `2022-04-01 00:15:00+00`
 * - BigQuery: `2022-04-01 00:15:00 UTC`
 *
 * @param options `remember`: maximum number of remembered times. @default 4096
 */
export function portalTimes(
  { remember = 4096 }: { remember?: number } = {},
): (text: string) => WallTime | undefined {
  const known = new Map<string, WallTime>();
  return (text) => {
    const found = known.get(text);
    if (found) return found;
    const time = parse(text);
    if (!time) return undefined;
    if (known.size >= remember) known.clear();
    // A cell is a slice of a larger text, which it would keep in memory: copy it.
    known.set(text.split("").join(""), time);
    return time;
  };
}

function parse(text: string): WallTime | undefined {
  const iso = isoText(text);
  const seconds = isoSeconds(iso);
  if (isNaN(seconds)) return undefined;
  const ms = seconds * 1000 + Math.floor(isoMicros(iso) / 1000);
  return { iso: withMillis(iso), ms };
}

/** The time as ISO text with a Z; "" if it has none of the forms. */
function isoText(text: string): string {
  const iso = ISO.exec(text);
  if (iso) return `${iso[1]}T${iso[2]}${iso[3] ?? ""}Z`;
  const us = US.exec(text);
  if (us) return withClock(`${us[3]}-${us[1]}-${us[2]}`, us[4]!);
  const named = NAMED.exec(text);
  if (!named) return "";
  const month = MONTHS.indexOf(named[2]!) + 1;
  return withClock(`${named[1]}-${String(month).padStart(2, "0")}-${named[3]}`, named[4]!);
}

/** @param clock `12:15:00 AM`, or without seconds. */
function withClock(date: string, clock: string): string {
  const match = CLOCK.exec(clock);
  if (!match) return "";
  const [, hour, minute, second = ":00", half] = match;
  const hours = Number(hour) % 12 + (half === "P" ? 12 : 0);
  return `${date}T${String(hours).padStart(2, "0")}${minute}${second}Z`;
}
