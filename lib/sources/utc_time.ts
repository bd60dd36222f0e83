import { isoSeconds, withDigits } from "../time.ts";

/**
 * The form that all times have in messages: exactly three digits of a second. Finer digits are not
 * cut off: such a time stays as it is, and the stream's check refuses it.
 *
 * @param text An ISO time that `isoSeconds()` accepts: `2026-01-01T00:00:00Z`.
 */
export function withMillis(text: string): string {
  return withDigits(text, 3) ?? text;
}

const WITH_ZONE =
  /^(\d{4})([-/])(\d\d)\2(\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,6})? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)$/;

/**
 * Converts a time with a zone to UTC, with three digits of a second:
 * `2012-03-10T22:16:05-08:00`, `2012/03/10 22:16:05 -0800` (GH Archive's older files),
 * `2023-05-14 19:30:00 UTC` (BigQuery), `2023-05-14T19:30:00Z`.
 *
 * @returns Undefined if the text is not such a time: one without a zone has no place in UTC.
 */
export function utcTime(text: string): string | undefined {
  if (text.length === 20 && !isNaN(isoSeconds(text))) return withMillis(text);
  const match = WITH_ZONE.exec(text);
  if (!match) return undefined;
  const [, year, , month, day, clock, fraction = "", zone] = match;
  const wall = `${year}-${month}-${day}T${clock}${fraction}Z`;
  const seconds = isoSeconds(wall);
  if (isNaN(seconds)) return undefined;
  const [, sign, hours, minutes = "00"] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone!) ?? [, "+", "00"];
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offset = (Number(hours) * 3600 + Number(minutes) * 60) * (sign === "-" ? -1 : 1);
  if (offset === 0) return withMillis(wall);
  const shifted = new Date((seconds - offset) * 1000).toISOString();
  return /^\d{4}-/.test(shifted) ? withMillis(`${shifted.slice(0, 19)}${fraction}Z`) : undefined;
}

/** The same, for files whose times are in UTC and mostly do not say it: one without a zone is taken for UTC. */
export function utcTimeOrPlain(text: string): string | undefined {
  return utcTime(/[A-Za-z]$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
}
