/**
 * Times as text and as numbers. A time in a message is ISO 8601 UTC text with at most six fractional
 * digits, `2026-01-01T00:00:00.123456Z`; in those that we write, their number is fixed per stream
 * ({@linkcode withDigits}). Microseconds since 1970 exceed 2^53 in the year 2255, so a
 * time is handled as whole seconds plus microseconds, never as one number of microseconds.
 */

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 *
 * @returns Whole days; NaN if there is no such date.
 */
export function epochDays(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1)) return NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && leap ? 29 : DAYS[month - 1]!;
  if (day > last) return NaN;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  return era * 146097 + doe - 719468;
}

/**
 * Whole seconds since 1970-01-01T00:00:00Z of an ISO time, rounded down.
 *
 * @param text `YYYY-MM-DDThh:mm:ss[.f{1,6}]Z`
 * @returns Epoch seconds; NaN if the text is not such a time.
 */
export function isoSeconds(text: string): number {
  // A record's time is looked at several times on its way, and often its neighbours have the same.
  if (text === lastText) return lastSeconds;
  lastSeconds = secondsOf(text);
  lastText = text;
  return lastSeconds;
}

let lastText = "", lastSeconds = NaN;

function secondsOf(text: string): number {
  const length = text.length;
  if (
    length < 20 || length > 27 || length === 21 || text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 || text.charCodeAt(10) !== 84 || text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58 || text.charCodeAt(length - 1) !== 90
  ) return NaN;
  if (length > 20 && (text.charCodeAt(19) !== 46 || isNaN(digits(text, 20, length - 1)))) {
    return NaN;
  }
  const hour = digits(text, 11, 13), minute = digits(text, 14, 16), second = digits(text, 17, 19);
  if (!(hour < 24 && minute < 60 && second < 60)) return NaN;
  const days = epochDays(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
  return days * 86400 + hour * 3600 + minute * 60 + second;
}

/** The microseconds (0 to 999,999) of an ISO time that {@linkcode isoSeconds} accepts. */
export function isoMicros(text: string): number {
  let micros = 0;
  const end = text.length - 1;
  for (let i = 20; i < 26; i++) micros = micros * 10 + (i < end ? text.charCodeAt(i) - 48 : 0);
  return micros;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** The numbers below 60 with two digits. */
const TWO = Array.from({ length: 60 }, (_, i) => pad(i, 2));

/** The day that was written last, in days since 1970, and its text: the next time is near it. */
let lastDay = NaN, lastDate = "";

/**
 * ISO text of a time: with exactly `digits` fractional digits, or by default with no more than
 * needed: none, three or six.
 *
 * @param seconds Whole epoch seconds, years 0000 to 9999.
 * @param micros Microseconds within the second, 0 to 999,999. @default 0
 * @throws {RangeError} Three digits cannot hold the microseconds, or a number is out of range.
 */
export function isoTime(seconds: number, micros = 0, digits?: 3 | 6): string {
  const day = Math.floor(seconds / 86400);
  if (day !== lastDay) {
    lastDate = new Date(day * 86_400_000).toISOString().slice(0, 11);
    lastDay = day;
  }
  const within = Math.floor(seconds) - day * 86400, hour = Math.floor(within / 3600);
  const minute = Math.floor(within / 60) % 60;
  const base = `${lastDate}${TWO[hour]}:${TWO[minute]}:${TWO[within % 60]}`;
  if (digits === undefined && micros === 0) return `${base}Z`;
  if (digits === 6 || micros % 1000 !== 0 && digits === undefined) {
    return `${base}.${pad(micros, 6)}Z`;
  }
  if (micros % 1000 !== 0) {
    throw new RangeError(`Cannot write ${micros} microseconds with three digits: use six`);
  }
  return `${base}.${pad(micros / 1000, 3)}Z`;
}

/** ISO text with three fractional digits of a time in whole milliseconds since 1970. */
export function isoMillis(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return isoTime(seconds, (milliseconds - 1000 * seconds) * 1000, 3);
}

const ZEROS = "000000Z";

/**
 * A time in the form with exactly `digits` fractional digits: zeros added, or unneeded ones removed.
 *
 * @param text A time that {@linkcode isoSeconds} accepts.
 * @returns Undefined if the time has finer parts than the digits can hold.
 */
export function withDigits(text: string, digits: 3 | 6): string | undefined {
  const length = text.length;
  const wanted = 21 + digits;
  if (length === wanted) return text;
  if (length === 20) return `${text.slice(0, 19)}.${ZEROS.slice(6 - digits)}`;
  if (length < wanted) return text.slice(0, -1) + ZEROS.slice(6 - wanted + length);
  for (let i = wanted - 1; i < length - 1; i++) if (text.charCodeAt(i) !== 48) return undefined;
  return `${text.slice(0, wanted - 1)}Z`;
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Parses a duration such as `500ms`, `10s`, `1m`, `2h`, `1d`.
 *
 * @returns Milliseconds.
 * @throws {RangeError} The text is not a duration.
 */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim());
  if (!match) {
    throw new RangeError(
      `Cannot read the duration ${JSON.stringify(text)}: write a number and ms, s, m, h or d`,
    );
  }
  return Number(match[1]) * UNITS[match[2]!]!;
}

/**
 * Parses a duration as flags and the API take it: as {@linkcode parseDuration} does, and a number alone
 * is one of seconds.
 *
 * @returns Milliseconds.
 * @throws {RangeError} The text is not a duration.
 */
export function parseSeconds(text: string): number {
  return parseDuration(/^[\d.]+$/.test(text) ? `${text}s` : text);
}
