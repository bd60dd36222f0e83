import { isSensitive, withoutSensitive } from "../streams/sensitive.ts";
import type { Undelivered } from "./dead_letter.ts";

/**
 * A dead letter without sensitive values: in its record, its key, its value and its reason. Of what
 * cannot be read nothing is kept, for nobody knows what it holds.
 */
export function discreet(letter: Undelivered): Undelivered {
  const { stream, field, value, reason, raw, key } = letter;
  if (stream.sensitive.length === 0) return letter;
  const record = parsed(raw);
  const safe = withoutSensitive(stream, record);
  const { key: _, ...rest } = letter;
  return {
    ...rest,
    value: isSensitive(stream, field) ? "" : value,
    // A parser's reason quotes what it could not read: `must be JSON: …"hush"…`.
    reason: safe ? reason : reason.split(":", 1)[0]!,
    raw: safe ? JSON.stringify(safe) : "",
    ...(key !== undefined && safe && isOwnKey(letter, safe) ? { key } : {}),
  };
}

/** Whether the key is what is left of the record's own; anything else sent as a key may be sensitive. */
function isOwnKey({ stream, key }: Undelivered, safe: Record<string, unknown>): boolean {
  try {
    return stream.keyOf(safe) === key;
  } catch {
    return false; // a change event without the record that it is about
  }
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
