/** The range of time that a page shows, as its URL writes it. Runs in the browser too. */

/** The periods that are offered, with their lengths in milliseconds. */
export const PERIODS: Readonly<Record<string, number>> = {
  "1m": 60_000,
  "5m": 5 * 60_000,
  "15m": 15 * 60_000,
  "1h": 3_600_000,
  "24h": 24 * 3_600_000,
  "7d": 7 * 24 * 3_600_000,
};

/** Seconds between two answers that are offered; 0 is off. */
export const REFRESHES: readonly number[] = [0, 1, 5, 10];

/** What a page shows. */
export interface RangeSpec {
  /** A length such as `15m`, `90s`, `36h`, `30d`, or two moments `from/to` in ISO text. */
  period: string;
  /** The end: a moment in ISO text, `now`, or `newest` for the newest data. @default "now" */
  at: string;
  /** Seconds between two answers, 0 for none. @default 5 */
  refresh: number;
}

/** A range at one moment, in milliseconds since 1970. */
export interface Range {
  from: number;
  to: number;
  /** Beginning of the bucket that `from` is in. */
  start: number;
  /** Length of a bucket in milliseconds. */
  step: number;
}

/** The `period` of pages that show what is now: no range can be chosen. */
export const NO_PERIOD = "none";
export const DEFAULT_PERIOD = "15m";
export const DEFAULT_REFRESH = 5;

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };
/** Lengths of buckets: those that divide a day, as calendar buckets do. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 7, 30].map((n) => n * DAY),
];
/** At most so many buckets: a quarter of an hour has those of 15 seconds. */
const BUCKETS = 60;
/** The longest period, milliseconds. */
const LONGEST = 400 * 366 * DAY;

/** The length of a period `15m` in milliseconds; undefined if it is not one. */
export function lengthOf(period: string): number | undefined {
  const [, digits, unit] = /^(\d{1,6})([smhd])$/.exec(period) ?? [];
  const length = Number(digits) * UNITS[unit ?? ""]!;
  return length > 0 && length <= LONGEST ? length : undefined;
}

/** The two moments of a custom period `from/to`; undefined if it is not one. */
export function customOf(period: string): { from: number; to: number } | undefined {
  const [from, to, more] = period.split("/").map(momentOf);
  if (from === undefined || to === undefined || more !== undefined) return undefined;
  return from < to && to - from <= LONGEST ? { from, to } : undefined;
}

/** A moment in ISO text as milliseconds since 1970, UTC unless it says otherwise; undefined if it is not one. */
export function momentOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) {
    return undefined;
  }
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(text) || text.length === 10 ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(" ", "T"));
  return Number.isNaN(time) ? undefined : time;
}

/** Reads the parts of a URL; what is missing or wrong is the default. */
export function specOf(
  url: { get(name: string): string | null },
  period = DEFAULT_PERIOD,
): RangeSpec {
  const given = url.get("period") ?? "", at = url.get("at") ?? "", refresh = url.get("refresh");
  const seconds = refresh === "off" ? 0 : Number(refresh ?? NaN);
  return {
    period: lengthOf(given) !== undefined || customOf(given) ? given : period,
    at: at === "newest" || momentOf(at) !== undefined ? at : "now",
    refresh: REFRESHES.includes(seconds) ? seconds : DEFAULT_REFRESH,
  };
}

/** What a page without a period is asked for, whatever its URL says: so its viewers share the answers. */
export const TIMELESS = { period: DEFAULT_PERIOD, at: "now" } as const;

/** Whether the range never changes: a fixed end or fixed moments. */
export function isFrozen({ period, at }: RangeSpec): boolean {
  return customOf(period) !== undefined || momentOf(at) !== undefined;
}

/**
 * The range of a specification.
 *
 * @param end The moment that `at` means, in milliseconds since 1970.
 * @param bucket Seconds of the shortest bucket.
 */
export function rangeOf(spec: RangeSpec, end: number, bucket = 1): Range {
  const custom = customOf(spec.period);
  const to = custom?.to ?? end;
  const from = custom?.from ?? to - (lengthOf(spec.period) ?? PERIODS[DEFAULT_PERIOD]!);
  const length = to - from;
  const step = STEPS.find((step) => step >= bucket * SECOND && length / step <= BUCKETS) ??
    STEPS.at(-1)!;
  return { from, to, start: Math.floor(from / step) * step, step };
}

/** A bucket's length as QuestDB writes it: `15s`. */
export function stepText(step: number): string {
  const unit = Object.entries(UNITS).findLast(([, length]) => step % length === 0)!;
  return `${step / unit[1]}${unit[0]}`;
}
