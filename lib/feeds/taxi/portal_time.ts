import { isoMicros, isoSeconds, withDigits } from "../../time.ts";

/** A wall-clock time, without a zone. */
export interface WallTime {
  /** ISO text as if it were UTC: `2022-04-01T00:15:00.000Z`. */
  iso: string;
  /** Milliseconds since 1970-01-01T00:00:00 on the same clock. */
  ms: number;
}

const PORTAL = /^(\d\d)\/(\d\d)\/(\d{4}) (0[1-9]|1[0-2])(:\d\d:\d\d) ([AP])M$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?$/;

/** Why a cell that is not a time is rejected. */
export const PORTAL_TIME = "expected a time as MM/DD/YYYY hh:mm:ss AM or YYYY-MM-DDThh:mm:ss";

/**
 * Makes a parser for the portal's times: `04/01/2022 12:15:00 AM`, or `2022-04-01T00:15:00.000` as
 * its API writes them. It returns undefined for anything else. Rounded to 15 minutes, a day has
 * only 96 different times, so it remembers those it has parsed.
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
  const micros = isoMicros(iso);
  const iso3 = withDigits(iso, 3) ?? iso; // a finer one is refused by the check
  return { iso: iso3, ms: seconds * 1000 + Math.floor(micros / 1000) };
}

function isoText(text: string): string {
  if (ISO.test(text)) return `${text}Z`;
  const match = PORTAL.exec(text);
  if (!match) return "";
  const [, month, day, year, hour, rest, half] = match;
  const hours = Number(hour) % 12 + (half === "P" ? 12 : 0);
  return `${year}-${month}-${day}T${String(hours).padStart(2, "0")}${rest}Z`;
}
