import { epochDays } from "../../../time.ts";

/** The parts of a time in a text; what is missing is zero, or the first. */
export interface TimeParts {
  year: number;
  month?: number | undefined;
  day?: number | undefined;
  /** 0 to 24; 24 only as 24:00, the end of the day. */
  hour?: number | undefined;
  minute?: number | undefined;
  second?: number | undefined;
  /** Milliseconds within the second. */
  ms?: number | undefined;
  /** Minutes that the clock is ahead of UTC. @default 0 */
  offset?: number | undefined;
}

/** Epoch milliseconds of the parts of a time; NaN if there is no such day or time of day. */
export function momentOf(parts: TimeParts): number {
  const { year, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0, offset = 0 } = parts;
  const end = hour === 24 && minute === 0 && second === 0 && ms === 0;
  if (!(hour < 24 || end) || minute > 59 || second > 59) return NaN;
  const seconds = epochDays(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
  return (seconds - offset * 60) * 1000 + ms;
}

/** A time of day at the end of a pattern, with an optional zone: ` 14:30:05.123+01:00`, ` 2:30 PM`. */
export const CLOCK = String
  .raw`(?:[T ] ?(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?` +
  String.raw`(?: ?(?<half>[AP]M))?(?: ?(?<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?`;

/** The parts of {@linkcode CLOCK} that a pattern found; an hour of NaN if there is no such time. */
export function clockOf(
  { hour, minute, second, fraction, half, zone }: Record<string, string | undefined>,
): Omit<TimeParts, "year"> {
  const ms = fraction === undefined ? 0 : Math.floor(Number(fraction.padEnd(3, "0").slice(0, 3)));
  return {
    hour: half === undefined ? Number(hour ?? 0) : hourOf(Number(hour), half),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    ms,
    offset: offsetOf(zone),
  };
}

/** An hour of the twelve-hour clock, 0 to 23; NaN if it is not from 1 to 12. */
export function hourOf(hour: number, half: string): number {
  if (!(hour >= 1 && hour <= 12)) return NaN;
  return hour % 12 + (half.toUpperCase() === "PM" ? 12 : 0);
}

/** Minutes that a zone is ahead of UTC: `+01:00`, `-0530`, `Z`; NaN if there is no such zone. */
export function offsetOf(zone: string | undefined): number {
  const found = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? "");
  if (!found) return 0;
  const [, sign, hours, minutes = "0"] = found;
  if (Number(hours) > 18 || Number(minutes) > 59) return NaN;
  return (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const NAMES =
  "january february march april may june july august september october november december"
    .split(" ");

/** Number of a month by its English name or three letters of it; NaN for any other text. */
export function monthOf(name: string): number {
  const text = name.toLowerCase().replace(/\.$/, "").replace(/^sept$/, "sep");
  const index = Math.max(MONTHS.indexOf(text), NAMES.indexOf(text));
  return index < 0 ? NaN : index + 1;
}

/** Epoch milliseconds of a day of an ISO week, 1 is Monday; NaN if the year has no such week. */
export function weekDay(year: number, week: number, day = 1): number {
  const fourth = Date.UTC(year, 0, 4); // is always in week 1
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * 86_400_000;
  const time = monday + ((week - 1) * 7 + day - 1) * 86_400_000;
  const thursday = new Date(monday + ((week - 1) * 7 + 3) * 86_400_000);
  return week >= 1 && day >= 1 && day <= 7 && thursday.getUTCFullYear() === year ? time : NaN;
}
