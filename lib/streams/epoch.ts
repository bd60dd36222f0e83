/** Times as others count them: since 1970, in a unit that nobody states. */

/** Seconds since 1970 of the first time that is taken, and of the first that no longer is. */
const FIRST = Date.UTC(2000, 0) / 1000;
const END = Date.UTC(2100, 0) / 1000;

/** What is wrong with a time that {@linkcode epochTime} refuses. */
export const EPOCH_REASON =
  "must be a time from 2000 to 2099 in seconds, milliseconds or microseconds since 1970";

/** A moment: whole seconds since 1970, and microseconds within the second, 0 to 999,999. */
export interface EpochTime {
  seconds: number;
  micros: number;
}

/**
 * Reads a number of seconds, milliseconds or microseconds since 1970, or its text. The size tells the unit:
 * the times from 2000 to 2099 are 946,684,800 to 4,102,444,799 seconds, a thousand times that in
 * milliseconds and a million times in microseconds, and these three ranges do not meet. What lies in none of
 * them is not a time of a system that runs today. Parts finer than a microsecond are dropped.
 *
 * @returns Undefined if it is not such a time.
 *
 * @example Three forms of one moment
 * ```ts
 * import { epochTime } from "./epoch.ts";
 *
 * for (const value of [1767225600.25, "1767225600250", 1767225600250000]) {
 *   console.log(epochTime(value)); // { seconds: 1767225600, micros: 250000 }
 * }
 * ```
 */
export function epochTime(value: unknown): EpochTime | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const [, digits, fraction = ""] = /^(\d{1,16})(?:\.(\d+))?$/.exec(String(value)) ?? [];
  const whole = Number(digits);
  for (const [unit, places] of [[1, 6], [1000, 3], [1_000_000, 0]] as const) {
    if (!(whole >= FIRST * unit && whole < END * unit)) continue;
    const finer = Number(fraction.slice(0, places).padEnd(places, "0"));
    const seconds = Math.floor(whole / unit);
    return { seconds, micros: (whole - seconds * unit) * (1_000_000 / unit) + finer };
  }
}

/** The same in milliseconds; NaN if it is not such a time. */
export function epochMillis(value: unknown): number {
  const time = epochTime(value);
  return time ? time.seconds * 1000 + time.micros / 1000 : NaN;
}
