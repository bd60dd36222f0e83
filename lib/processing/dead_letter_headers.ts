/**
 * Names of a dead letter's headers: those of Kafka Connect (DeadLetterQueueReporter.java), and our own
 * for what Connect does not have.
 */
export const HEADER = {
  topic: "__connect.errors.topic",
  partition: "__connect.errors.partition",
  offset: "__connect.errors.offset",
  class: "__connect.errors.exception.class.name",
  message: "__connect.errors.exception.message",
  source: "tributary.errors.source",
  line: "tributary.errors.line",
  field: "tributary.errors.field",
  value: "tributary.errors.value",
  time: "tributary.errors.time",
  /** What the value is: `whole`, `blanked` or `cut`; absent if it is a piece of a file or a page. */
  text: "tributary.errors.text",
  /** How often the record was sent again before; also on the message that is sent again. */
  attempts: "tributary.replay.attempts",
  /** Only on marks: when a letter was sent again. */
  replayed: "tributary.replay.time",
  /** On marks and on messages that are sent again: partition and offset of the letter. */
  replayedPartition: "tributary.replay.partition",
  replayedOffset: "tributary.replay.offset",
  /** Only on messages that are sent again: when the letter was written, in milliseconds since 1970. */
  refused: "tributary.replay.refused",
} as const;

/** The headers of a message as it was read. */
export type IncomingHeaders = Record<string, { toString(): string } | null>;

/** What the value of a dead letter is; undefined if its headers do not say. */
export type LetterText = "whole" | "blanked" | "cut" | undefined;

/** The header that counts how often a record was sent again; the sink copies it into a new letter. */
export function attemptsHeader(attempts: number): Record<string, string> {
  return { [HEADER.attempts]: String(attempts) };
}

/** How often a message was sent again: 0 if its header is absent or no such number. */
export function attemptsOf({ headers }: { headers: IncomingHeaders }): number {
  return wholeNumber(headers[HEADER.attempts]) ?? 0;
}

/** Where a dead letter's record was read, and what its value is. */
export function originOf(
  headers: IncomingHeaders,
): { topic?: string; partition?: number; offset?: number; text: LetterText } {
  const topic = headers[HEADER.topic]?.toString();
  const partition = wholeNumber(headers[HEADER.partition]);
  const offset = wholeNumber(headers[HEADER.offset]);
  const text = headers[HEADER.text]?.toString();
  return {
    ...(topic === undefined ? {} : { topic }),
    ...(partition === undefined ? {} : { partition }),
    ...(offset === undefined ? {} : { offset }),
    text: text === "whole" || text === "blanked" || text === "cut" ? text : undefined,
  };
}

/** The whole number that a header holds; undefined if it is absent or anything else. */
export function wholeNumber(text: { toString(): string } | null | undefined): number | undefined {
  const digits = text?.toString() ?? "";
  const number = Number(digits);
  return /^\d+$/.test(digits) && Number.isSafeInteger(number) ? number : undefined;
}
