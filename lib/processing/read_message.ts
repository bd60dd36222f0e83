import { messageOf } from "../errors.ts";
import type { IncomingMessage } from "../kafka/consumer.ts";
import type { FieldError } from "../streams/check.ts";
import { oneError } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";

/** The valid record of a message, or why it holds none. */
export type ReadMessage = { record: Record<string, unknown> } | FieldError;

/**
 * Reads a record from a message and checks it. What is refused here, the stream's sink has refused too
 * and written to the dead letters, so that flows and windows only count it.
 *
 * @returns Undefined for a tombstone, if the stream's topic may have such.
 */
export function readMessage(stream: Stream, message: IncomingMessage): ReadMessage | undefined {
  const text = message.text();
  if (text === null) {
    if (message.unreadable !== undefined) return { reason: message.unreadable };
    return stream.compact || stream.changes ? undefined : { reason: "has no value" };
  }
  if (text === undefined) return { reason: message.unreadable ?? "must be UTF-8" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { reason: `must be JSON: ${messageOf(error)}` };
  }
  const record = stream.read(value);
  if (record === null && value !== null && stream.changes) return undefined; // in Connect's wrapper
  return stream.valid(record) ? { record } : oneError(stream.check(record));
}
