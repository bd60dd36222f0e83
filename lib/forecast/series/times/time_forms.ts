import { CLOCK, clockOf, momentOf, monthOf, weekDay } from "./clock.ts";

type Groups = Record<string, string | undefined>;

/** A way to write times that can be read without a doubt. */
export interface TimeForm {
  /** For messages: `ISO times, as 2024-01-31T12:00`. */
  name: string;
  pattern: RegExp;
  /** Epoch milliseconds of what the pattern found; NaN if there is no such time. */
  read(found: Groups): number;
}

const form = (
  name: string,
  pattern: string,
  read: (found: Groups) => number,
): TimeForm => ({ name, pattern: new RegExp(`^(?:${pattern})$`, "i"), read });

const moment = (
  found: Groups,
  { month = found.month }: { month?: number | string | undefined } = {},
) =>
  momentOf({
    year: Number(found.year),
    month: Number(month ?? 1),
    day: Number(found.day ?? 1),
    ...clockOf(found),
  });
const named = (found: Groups) => moment(found, { month: monthOf(found.name!) });
const YEAR = String.raw`(?<year>\d{4})`;
const NAME = String.raw`(?<name>[a-z]{3,9}\.?)`;
const WEEKDAY = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?`;
const NUMBER = String.raw`(?<number>-?\d+(?:\.0*)?)`;

/** All forms: ISO 8601 and others whose parts cannot be mistaken. */
export const TIME_FORMS: readonly TimeForm[] = [
  form(
    "ISO times, as 2024-01-31T12:00",
    String.raw`${YEAR}(?<mark>[-/.])(?<month>\d\d?)(?:\k<mark>(?<day>\d\d?)${CLOCK})?`,
    moment,
  ),
  form(
    "ISO dates without marks, as 20240131",
    String
      .raw`${YEAR}(?<month>\d\d)(?<day>\d\d)(?:T(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)?(?<zone>Z)?)?`,
    moment,
  ),
  form(
    "ISO weeks, as 2024-W05",
    String.raw`${YEAR}-?W(?<week>\d\d)(?:-?(?<day>[1-7]))?`,
    ({ year, week, day }) => weekDay(Number(year), Number(week), Number(day ?? 1)),
  ),
  form(
    "quarters, as 2024-Q1",
    String.raw`${YEAR}[- ]?Q(?<quarter>[1-4])|Q(?<quarter>[1-4])[- /]?${YEAR}`,
    (found) => moment(found, { month: Number(found.quarter) * 3 - 2 }),
  ),
  form(
    "names of months, as 31 Jan 2024",
    String.raw`${WEEKDAY}(?<day>\d\d?)[- ]${NAME}[- ,]{1,2}${YEAR}${CLOCK}`,
    named,
  ),
  form(
    "names of months, as Jan 31, 2024",
    String.raw`${WEEKDAY}${NAME} (?<day>\d\d?),? ${YEAR}${CLOCK}`,
    named,
  ),
  form(
    "names of months, as Jan 2024",
    String.raw`${NAME}[- ,]{1,2}${YEAR}|${YEAR}[- ]${NAME}`,
    named,
  ),
];

/** Numbers of whole units since 1970, told apart by their size: years 1973 to 5138. */
const EPOCHS: [unit: string, least: number, perMs: number][] = [
  ["seconds", 1e8, 1e-3],
  ["milliseconds", 1e11, 1],
  ["microseconds", 1e14, 1e3],
  ["nanoseconds", 1e17, 1e6],
];

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, as a form. */
export const EPOCH_FORMS: readonly TimeForm[] = EPOCHS.map(([unit, least, perMs]) => ({
  name: `${unit} since 1970`,
  pattern: new RegExp(`^${NUMBER}$`),
  read({ number }) {
    const value = Number(number);
    return Math.abs(value) >= least && Math.abs(value) < least * 1000 ? value / perMs : NaN;
  },
}));

/** Dates that begin with day or month: only a number above 12 tells which. */
export const DAY_OR_MONTH = new RegExp(
  String.raw`^(?<first>\d\d?)(?<mark>[-/.])(?<second_>\d\d?)\k<mark>${YEAR}(?:,(?= ))?${CLOCK}$`,
  "i",
);

/** The form of such dates with the day, or the month, first. */
export function dayOrMonth(first: "day" | "month"): TimeForm {
  return {
    name: first === "day" ? "day/month/year" : "month/day/year",
    pattern: DAY_OR_MONTH,
    read({ first: a, second_: b, ...found }) {
      const [day, month] = first === "day" ? [a, b] : [b, a];
      return moment({ ...found, day, month });
    },
  };
}
