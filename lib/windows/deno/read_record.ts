import type { IncomingMessage } from "../../kafka/consumer.ts";
import { readMessage } from "../../processing/read_message.ts";
import type { FieldError } from "../../streams/check.ts";
import type { Stream } from "../../streams/stream.ts";
import { isoMicros, isoSeconds } from "../../time.ts";

/** A record of a topic with its event time in milliseconds, or why a message holds none. */
export type Read = { record: Record<string, unknown>; time: number } | FieldError;

/** Reads a message. A tombstone is undefined. */
export function readRecord(stream: Stream, message: IncomingMessage): Read | undefined {
  const found = readMessage(stream, message);
  if (found === undefined || "reason" in found) return found;
  const { record } = found;
  const time = record[stream.time] as string;
  return { record, time: isoSeconds(time) * 1000 + Math.floor(isoMicros(time) / 1000) };
}
