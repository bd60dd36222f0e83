/** Messages of streams with sensitive fields: what visitors may see of them. */
import { HEADER } from "../../lib/processing/dead_letter_headers.ts";
import type { MessageRow, TextOrBytes } from "../../lib/kafka/summaries.ts";
import { isOwnKey } from "../../lib/streams/rejection.ts";
import { withoutSensitive } from "../../lib/streams/sensitive.ts";
import type { Stream } from "../../lib/streams/stream.ts";

/** Stands for what is not shown. */
export const HIDDEN = "(hidden)";

/** The stream whose records a topic holds, as its own or as dead letters, if it has sensitive fields. */
export function sensitiveStreamOf(
  topic: string,
  streams: readonly Stream[],
  names: { topicOf(stream: Stream): string; deadLetterTopicOf(stream: Stream): string },
): Stream | undefined {
  return streams.find((stream) =>
    stream.sensitive.length > 0 &&
    [names.topicOf(stream), names.deadLetterTopicOf(stream)].includes(topic)
  );
}

/** Whether the messages' keys are sensitive. */
export function hidesKeys({ key, sensitive }: Pick<Stream, "key" | "sensitive">): boolean {
  return sensitive.includes(key);
}

const OURS = new Set<string>(Object.values(HEADER));

/** A message without sensitive values: what is not understood is hidden whole, and so is a key that is not its record's. */
export function blanked(stream: Stream, message: MessageRow): MessageRow {
  const { key, value } = message;
  const record = shownRecord(stream, value);
  const isShown = key === null ||
    typeof key === "string" && !hidesKeys(stream) && record !== undefined &&
      isOwnKey(stream, record, key);
  return {
    ...message,
    key: isShown ? key : HIDDEN,
    value: value === null ? null : record ? JSON.stringify(record) : HIDDEN,
    headers: Object.fromEntries(
      Object.entries(message.headers).map((
        [name, value],
      ) => [name, OURS.has(name) ? value : HIDDEN]),
    ),
  };
}

/** The record without what must not be shown; undefined if the value is none. */
function shownRecord(stream: Stream, value: TextOrBytes): Record<string, unknown> | undefined {
  if (typeof value !== "string") return undefined;
  try {
    const record = JSON.parse(value);
    // Kafka Connect's envelope around a change has its images deeper.
    if (stream.changes && !("before" in record || "after" in record)) return undefined;
    return withoutSensitive(stream, record);
  } catch {
    return undefined; // not JSON
  }
}
