import { isDeepStrictEqual } from "node:util";
import type { IncomingMessage } from "../kafka/consumer.ts";
import type { OutgoingMessage } from "../kafka/producer.ts";
import { timeOf } from "../processing/message_time.ts";
import { resentFrom, resentHeaders } from "../processing/resent_letters.ts";
import type { Stream } from "../streams/stream.ts";
import type { OpenLetter } from "./replay_letters.ts";

/** The message to send again, or why there is none. */
export type Resent = { message: OutgoingMessage } | { why: string };

/** Whether a letter does not have its record, or not all of it, so that the source topic is asked. */
export function needsSource(stream: Stream, { text, origin, row }: OpenLetter): boolean {
  if (origin.text === "blanked" || origin.text === "cut") return true;
  if (origin.partition === undefined) return objectOf(text) === undefined;
  // Bytes that are not UTF-8 have become U+FFFD; letters of older versions do not say what they are.
  return !text || text.includes("\ufffd") ||
    origin.text === undefined &&
      (stream.sensitive.length > 0 || row.reason.endsWith("(its text is cut to 64 KiB)"));
}

/** The message to send again for a letter that has its whole record. */
export function fromLetter(stream: Stream, letter: OpenLetter): Resent {
  const { key, value, text, origin, row } = letter;
  const record = objectOf(text);
  if (record === undefined) return { why: "it is not a JSON object: it would be refused again" };
  if (origin.partition !== undefined) return resend(stream, letter, { key, value });
  if (origin.text !== "whole") {
    return { why: piece(row) };
  }
  return resend(stream, letter, { key: key ?? keyOf(stream, record), value });
}

/**
 * The message to send again for a letter without its whole record.
 *
 * @param topic The stream's topic: no other is read.
 * @param source The message that stands at the letter's partition and offset now, if one does.
 */
export function fromSource(
  stream: Stream,
  letter: OpenLetter,
  { topic, source }: { topic: string; source: IncomingMessage | undefined },
): Resent {
  const { origin, row } = letter;
  if (origin.partition === undefined && origin.text === undefined) return { why: piece(row) };
  const what = lack(letter);
  if (origin.topic !== topic || origin.partition === undefined || origin.offset === undefined) {
    return { why: `${what} and it was never in ${topic}: ingest ${row.source} again` };
  }
  const place = `${topic}/${origin.partition}:${origin.offset}`;
  if (!source) return { why: `${what} and ${place} is no longer there` };
  if (!isSame(stream, letter, source)) {
    return { why: `${what} and ${place} is another message now` };
  }
  if (objectOf(source.text() ?? null) === undefined) {
    return { why: "it is not a JSON object: it would be refused again" };
  }
  return resend(stream, letter, source);
}

function resend(
  { compact }: Stream,
  letter: OpenLetter,
  { key, value }: Pick<OutgoingMessage, "key" | "value">,
): Resent {
  if (compact && key === null) return { why: "it has no key, which a compacted topic needs" };
  return {
    message: { key, value, headers: resentHeaders(letter, (letter.row.attempts ?? 0) + 1) },
  };
}

function piece({ source }: OpenLetter["row"]): string {
  return `it is a piece of its source, not a record: repair it and ingest ${source} again`;
}

function lack({ origin, text }: OpenLetter): string {
  if (origin.text === "blanked") return "its sensitive values are left out";
  if (origin.text === "cut") return "its text is cut";
  return objectOf(text) ? "its text may not be whole" : "it has no record";
}

/** Whether the message is the one that was refused: the topic may have been made again since. */
function isSame(stream: Stream, letter: OpenLetter, source: IncomingMessage): boolean {
  const { key, text, origin, row } = letter;
  const topic = row.source.slice(0, row.source.lastIndexOf("/"));
  const time = resentFrom(source.headers, topic)?.time ?? timeOf(source);
  if (time !== row.time) return false;
  if (key !== null && String(key) !== source.key?.toString()) return false;
  const now = source.text() ?? "";
  if (!text) return true;
  if (origin.text === "cut") return now.startsWith(text);
  const copy = objectOf(text), record = objectOf(now);
  return copy === undefined ||
    record !== undefined && agrees(stream.read(copy), stream.read(record));
}

/** Whether the record has the same values as its copy, where these are not blanked. */
function agrees(copy: Record<string, unknown>, record: Record<string, unknown>): boolean {
  return Object.entries(copy).every(([name, value]) => {
    const real = record[name];
    const inner = objectValue(value), realInner = objectValue(real);
    if (inner && realInner) return agrees(inner, realInner);
    return value === "" ? name in record : isDeepStrictEqual(value, real);
  });
}

function keyOf(stream: Stream, record: Record<string, unknown>): string | null {
  try {
    const key = stream.keyOf(record);
    return key === "undefined" || key === "null" ? null : key;
  } catch {
    return null; // a change event without its record
  }
}

function objectOf(text: string | null): Record<string, unknown> | undefined {
  try {
    return objectValue(JSON.parse(text ?? ""));
  } catch {
    return undefined; // not JSON, so not a record
  }
}

function objectValue(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : undefined;
}
