/** Streams, a rejected record and its message, for tests of dead letters. */
import type { OutgoingMessage } from "../kafka/producer.ts";
import { defineStream, Nullable, type Stream, Symbol, Timestamp, Type } from "../streams/define.ts";
import { reject, type Rejection } from "../streams/rejection.ts";
import * as messages from "./dead_letter_messages.ts";

const fields = { id: Symbol(), at: Timestamp(), ip: Nullable(Type.String()) };
const base = { name: "logins", key: "id", identity: ["id"], schema: Type.Object(fields) } as const;
/** A stream without sensitive fields. */
export const open = defineStream({ ...base, time: "at" }) as Stream;
/** A stream with a sensitive field. */
export const secret = defineStream({ ...base, time: "at", sensitive: ["ip"] }) as Stream;
/** A stream whose key is sensitive, too. */
export const secretKey = defineStream({
  ...base,
  time: "at",
  sensitive: ["id", "ip"],
}) as Stream;
/** A stream of changes with a sensitive field. */
export const secretChanges = defineStream({
  ...base,
  time: "ts_ms",
  changes: true,
  sensitive: ["ip"],
}) as Stream;

/** The message for an input as it was read: reject() removes sensitive values. */
export const toMessage = (some: Rejection, from: messages.LetterOrigin) =>
  messages.toMessage(reject(some, some), from);

/** A dead letter's key, value and headers are text. */
export const textsOf = (message: OutgoingMessage) =>
  message as { key: string | null; value: string; headers: Record<string, string> };

/** A record whose time is not a time. */
export const record = { id: "ada", at: "then", ip: "10.1.2.3" };
/** The rejection of that record. */
export const letter: Rejection = {
  stream: open,
  source: "logins.csv",
  line: 17,
  field: "at",
  value: "then",
  reason: "must be a time",
  time: "2026-01-01T00:00:00Z",
  key: "ada",
  raw: JSON.stringify(record),
};
/** Where and when the letter was written to the dead-letter topic. */
export const place = { place: "lab_logins_dlq/0", offset: 5, time: "2026-02-02T00:00:00.000Z" };

/** The headers of a message as they are read. */
export const read = (message: OutgoingMessage) => ({ ...textsOf(message).headers });
