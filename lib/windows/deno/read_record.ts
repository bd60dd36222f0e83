import { messageOf } from "../../errors.ts";
import type { IncomingMessage } from "../../kafka/consumer.ts";
import { oneError } from "../../streams/rejection.ts";
import type { Stream } from "../../streams/stream.ts";
import { isoMicros, isoSeconds } from "../../time.ts";

/** A record of a topic with its event time in milliseconds, or why a message holds none. */
export type Read =
  | { record: Record<string, unknown>; time: number }
  | { reason: string; field?: string | undefined };

/**
 * Reads a message. What is refused here was refused by the stream's sink too, which has written it to the
 * dead letters: a window only counts it. A tombstone is undefined.
 */
export function readRecord(stream: Stream, message: IncomingMessage): Read | undefined {
  const text = message.text();
  if (text === null) {
    if (message.unreadable !== undefined) return { reason: message.unreadable };
    return stream.compact ? undefined : { reason: "has no value" };
  }
  if (text === undefined) return { reason: message.unreadable ?? "must be UTF-8" };
  let record: Record<string, unknown>;
  try {
    record = stream.read(JSON.parse(text));
  } catch (error) {
    return { reason: `must be JSON: ${messageOf(error)}` };
  }
  if (!stream.valid(record)) return oneError(stream.check(record));
  const time = record[stream.time] as string;
  return { record, time: isoSeconds(time) * 1000 + Math.floor(isoMicros(time) / 1000) };
}
