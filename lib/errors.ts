import { printable } from "./printable.ts";

/** The command was called incorrectly: print the message and where to find help, exit with 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** A required service cannot be reached, or refused the request. */
export class UnavailableError extends Error {
  override name = "UnavailableError";
  /** The service's usual name: `Kafka`, `QuestDB`, `GitHub API`. */
  readonly service: string;
  /** The address that was tried: `127.0.0.1:9000`. Never contains a password or a token. */
  readonly address: string;

  /**
   * @param message What failed, why, and what to do next.
   * @param at The service and its address.
   */
  constructor(message: string, at: { service: string; address: string; cause?: unknown }) {
    super(message, at.cause === undefined ? undefined : { cause: at.cause });
    this.service = at.service;
    this.address = at.address;
  }
}

/** An input record is bad, and the work cannot continue without it. */
export class BadRecordError extends Error {
  override name = "BadRecordError";
  /** File path, URL, topic or simulator that it came from. */
  readonly source: string;
  /** Line in a file (from 1), offset in a partition, or position in a page. */
  readonly line: number;
  /** The field that is wrong; "" if the record as a whole is. */
  readonly field: string;
  /** The value found, as short text; "" if the field is sensitive. */
  readonly value: string;
  /** What was expected: `expected a number`. */
  readonly reason: string;

  constructor(bad: Omit<BadRecordError, keyof Error>) {
    super(describeBadRecord(bad));
    this.source = bad.source;
    this.line = bad.line;
    this.field = bad.field;
    this.value = bad.value;
    this.reason = bad.reason;
  }
}

/** One line: `trips.csv:17: fare: expected a number (got "abc")`. */
export function describeBadRecord(bad: Omit<BadRecordError, keyof Error>): string {
  const field = bad.field === "" ? "" : `${bad.field}: `;
  const value = bad.value === "" ? "" : ` (got ${JSON.stringify(bad.value)})`;
  return printable(`${bad.source}:${bad.line}: ${field}${bad.reason}${value}`);
}

/** A value as short text for an error message: at most `limit` characters. @default limit 200 */
export function shortText(value: unknown, limit = 200): string {
  // JSON has no NaN, Infinity, undefined or bigint.
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  // Do not cut a surrogate pair in half.
  return text.length <= limit
    ? text
    : text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "") + "…";
}

/** The message of any thrown value, with the messages of its causes. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error instanceof AggregateError && error.message === ""
    ? error.errors.map(messageOf).join("; ")
    : error.message;
  return error.cause === undefined ? inner : `${inner}: ${messageOf(error.cause)}`;
}
