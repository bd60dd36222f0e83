import { UsageError } from "../errors.ts";
import { isoMicros, isoSeconds, parseDuration } from "../time.ts";

/**
 * Reads the value of `--since`: an ISO time (`2026-01-01T12:00:00Z`), a date (`2026-01-01`, its start in
 * UTC), or how long ago (`2h`).
 *
 * @param now Milliseconds since 1970.
 * @returns Milliseconds since 1970.
 * @throws {UsageError} It is none of these.
 */
export function parseSince(text: string, now: number): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  const seconds = isoSeconds(time);
  if (!isNaN(seconds)) return seconds * 1000 + Math.floor(isoMicros(time) / 1000);
  try {
    return now - parseDuration(text);
  } catch {
    throw new UsageError(
      `Cannot use --since ${JSON.stringify(text)}: ` +
        "write a time such as 2026-01-01T12:00:00Z, or how long ago, such as 2h",
    );
  }
}
