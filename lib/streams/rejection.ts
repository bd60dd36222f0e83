import { messageOf, shortText } from "../errors.ts";
import type { FieldError } from "./check.ts";
import { isHidden, withoutSensitive } from "./sensitive.ts";
import type { Stream } from "./stream.ts";

/** Maximum bytes of a file's text that a rejection keeps. */
const RAW_LIMIT = 65_536;

/** Input that is not a valid record of its stream. Contains no sensitive value, nor one that may be. */
export interface Rejection {
  /** The stream it was meant for. */
  stream: Stream;
  /** File path, URL, simulator, or `topic/partition` that it came from. */
  source: string;
  /** Line in a file (from 1), offset in a partition, or position in a page. */
  line: number;
  /** The field that is wrong; "" if the record as a whole is. */
  field: string;
  /** The value found, as text of at most 200 characters; "" if it is absent or sensitive. */
  value: string;
  /** What was expected: `expected a number`. */
  reason: string;
  /** When the input was written, ISO time: a file's last change or the Kafka message's time. */
  time: string;
  /** The original Kafka key, if there was one. */
  key?: string;
  /** The original text; of what a file or page holds instead of a record at most its first 64 KiB. */
  raw: string;
  /**
   * What `raw` is: the record itself, as it would stand in the stream's topic, or that record without
   * its sensitive values, or the start of either. Absent if it is what a file or page holds instead of a record.
   */
  text?: "whole" | "blanked" | "cut";
}

/** Where rejected input comes from, and its original text. */
export type RejectedInput = Pick<
  Rejection,
  "stream" | "source" | "line" | "time" | "key" | "raw" | "text"
>;

/**
 * Rejects some input. All rejections are made here, so that the values of sensitive fields are left
 * out everywhere: from the record, the key, the value and the reason. If a stream has sensitive
 * fields and the text is not a record, none of it is kept.
 */
export function reject(input: RejectedInput, error: FieldError): Rejection {
  const { stream, source, line, time, key, raw, text } = input;
  const { field = "", reason } = error;
  const value = error.value === undefined ? "" : shortText(error.value);
  if (stream.sensitive.length === 0) {
    const own = { ...(key === undefined ? {} : { key }), ...(text ? { text } : {}) };
    return { stream, source, line, field, value, reason, time, ...own, raw };
  }
  const record = stream.read(parsed(raw));
  const safe = withoutSensitive(stream, record);
  const safeRaw = safe ? JSON.stringify(safe) : "";
  const keeps = key === undefined || safe !== undefined && isOwnKey(stream, safe, key);
  return {
    stream,
    source,
    line,
    field,
    value: isHidden(stream, record, field) ? "" : value,
    // A parser's reason quotes its input: `must be JSON: …"hush"…`.
    reason: safe ? reason : reason.split(":", 1)[0]!,
    time,
    ...(key !== undefined && keeps ? { key } : {}),
    raw: safeRaw,
    ...(text ? { text: keeps && safeRaw === raw ? text : "blanked" } : {}),
  };
}

/** Why a record cannot be handled. What the code says that failed may quote sensitive values. */
export function unhandled({ sensitive }: Stream, error: unknown): FieldError {
  const why = sensitive.length > 0 ? "" : `: ${messageOf(error)}`;
  return { reason: `cannot be handled${why}` };
}

/** Why QuestDB refuses the row of a valid record. Its words may quote sensitive values; the column is kept. */
export function refusedByQuestdb({ sensitive, fields }: Stream, words: string): FieldError {
  if (sensitive.length === 0) return { reason: words };
  const field = fields.find((name) => words.includes(`column: ${name};`));
  return { ...field === undefined ? {} : { field }, reason: "QuestDB refuses its row" };
}

/** How many further errors a reason lists. */
const MOST_ERRORS = 9;

/** Combines the errors of a record into one: the first, with the others in its reason, up to ten in all. */
export function oneError([first, ...others]: readonly FieldError[]): FieldError {
  if (!first) return { reason: "fails the check" };
  if (others.length === 0) return first;
  const also = others.slice(0, MOST_ERRORS)
    .map(({ field = "", reason }) => `${field} ${reason}`.trim());
  if (others.length > MOST_ERRORS) also.push(`and ${others.length - MOST_ERRORS} more`);
  return { ...first, reason: `${first.reason}; also ${also.join("; ")}` };
}

/** Whether the key is that of the record without sensitive values; any other may be sensitive. */
export function isOwnKey(stream: Stream, safe: Record<string, unknown>, key: string): boolean {
  try {
    return stream.keyOf(safe) === key;
  } catch {
    return false; // a change event without its record
  }
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined; // not JSON: withoutSensitive() keeps nothing of it
  }
}

/** The start of a text, at most 64 KiB as UTF-8: a damaged file may be one long line. */
export function firstBytes(text: string): string {
  if (text.length * 3 <= RAW_LIMIT) return text;
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(RAW_LIMIT)).read);
}

/** What a reason says at its end if the text is cut. */
export const CUT = "(its text is cut to 64 KiB)";

/** The rejection with the first 64 KiB of its text, which its reason says; itself if it has no more. */
export function withFirstBytes(rejection: Rejection): Rejection {
  const raw = firstBytes(rejection.raw);
  if (raw.length === rejection.raw.length) return rejection;
  const text = rejection.text === "blanked" ? "blanked" : "cut";
  return { ...rejection, raw, reason: `${rejection.reason} ${CUT}`, text };
}
