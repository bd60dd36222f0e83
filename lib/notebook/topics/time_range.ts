import { readTimes } from "../../forecast/series/times/read_times.ts";
import { parseDuration } from "../../time.ts";

/** A moment: a Date, ISO text (UTC without a zone), or how long ago, as `15m`. */
export type Moment = Date | string;

/**
 * Epoch milliseconds of a moment.
 *
 * @param name Of the option, for messages.
 * @throws {TypeError} It is not a moment.
 */
export function momentOf(moment: Moment, name: string, now = Date.now()): number {
  if (typeof moment === "string" && /^\d+(\.\d+)?(ms|s|m|h|d)$/.test(moment.trim())) {
    return now - parseDuration(moment);
  }
  try {
    return readTimes([moment], { column: name, option: (name) => name }).times[0]!;
  } catch {
    throw new TypeError(
      `Cannot use ${name}: ${Deno.inspect(moment)}: give a Date, ISO text such as ` +
        '"2026-01-31T12:00:00Z", or how long ago, such as "15m"',
    );
  }
}
