/** Messages of a topic, bounded in number, bytes and time. Nothing is committed. */
import type { KafkaClient } from "../../lib/kafka/client.ts";
import { offsetsAt } from "../../lib/kafka/offsets_at.ts";
import { readTopic } from "../../lib/kafka/read.ts";
import { type MessageRow, messageRow, type TextOrBytes } from "../../lib/kafka/summaries.ts";
import { topicOffsets } from "../../lib/kafka/topic_offsets.ts";

/** Which messages are wanted. */
export interface MessagesWanted {
  topic: string;
  /** Where to begin: the newest ones, the first that exist, an offset, or a time. */
  place: "newest" | "oldest" | "offset" | "time";
  /** For `offset`. */
  offset?: number;
  /** For `time`: milliseconds since 1970, of the messages' own timestamps. */
  time?: number;
  /** Only this one. @default all */
  partition?: number;
  /** Only messages with this key, exactly. @default all */
  key?: string;
  limit: number;
}

/** Messages, and why there are no more. */
export interface MessagesFound {
  /** Newest first for `newest`, else oldest first. */
  messages: MessageRow[];
  /** Messages that were looked at. */
  scanned: number;
  /** `all`: there are no others; else which bound ended the reading. */
  ended: "all" | "limit" | "bytes" | "time" | "scanned";
}

/** Bounds of a reading. */
export interface MessageBounds {
  /** Characters of values and keys in the answer. */
  bytes: number;
  /** Characters of one value. */
  value: number;
  /** Milliseconds. */
  time: number;
  /** Messages that a search for a key looks at. */
  scanned: number;
}

export const BOUNDS: MessageBounds = {
  bytes: 2_000_000,
  value: 20_000,
  time: 5000,
  scanned: 200_000,
};

/**
 * Reads messages.
 *
 * @param prepare Changes each message before it is counted, as one with sensitive fields.
 * @throws {UnavailableError} Kafka stayed away.
 */
export async function readMessages(
  kafka: KafkaClient,
  wanted: MessagesWanted,
  { prepare = (message) => message, bounds = BOUNDS }: {
    prepare?: (message: MessageRow) => MessageRow;
    bounds?: MessageBounds;
  } = {},
): Promise<MessagesFound> {
  const { topic, place, partition: only, key, limit } = wanted;
  const isNewest = place === "newest";
  const late = AbortSignal.timeout(bounds.time);
  const held = await topicOffsets(kafka, topic);
  const chosen = held.filter(({ partition }) => only === undefined || partition === only);
  const atTime = place === "time" ? await offsetsAt(kafka, topic, wanted.time ?? 0) : undefined;
  const perPartition = Math.ceil(bounds.scanned / Math.max(1, chosen.length));
  const from = new Map(held.map(({ partition, start, end }) => {
    const back = key === undefined ? limit : perPartition;
    const at = isNewest
      ? Math.max(start, end - back)
      : place === "offset"
      ? wanted.offset ?? 0
      : atTime?.get(partition) ?? start;
    return [partition, at];
  }));
  // Of partitions that are not chosen nothing is read.
  const to = new Map(
    held.map((
      { partition, end },
    ) => [partition, chosen.some((one) => one.partition === partition) ? end : 0]),
  );
  const found = new Map<number, MessageRow[]>();
  let scanned = 0, bytes = 0;
  let ended: MessagesFound["ended"] = "all";
  read: for await (const batch of readTopic(kafka, topic, { from, to, signal: late })) {
    const own = found.get(batch.partition) ?? [];
    found.set(batch.partition, own);
    for (const message of batch.messages) {
      scanned++;
      if (key !== undefined && message.key?.toString() !== key) {
        if (scanned < bounds.scanned) continue;
        ended = "scanned";
        break read;
      }
      // Of each partition as many as may be wanted of it.
      if (!isNewest && own.length >= limit) {
        ended = "limit";
        if (chosen.every(({ partition }) => (found.get(partition)?.length ?? 0) >= limit)) {
          break read;
        }
        break;
      }
      const row = shortened(prepare(messageRow(batch.partition, message)), bounds.value);
      own.push(row);
      bytes += sizeOf(row);
      while (isNewest && own.length > limit) bytes -= sizeOf(own.shift()!);
      if (bytes > bounds.bytes) {
        ended = "bytes";
        break read;
      }
    }
  }
  if (late.aborted && ended === "all") ended = "time";
  const order = isNewest ? -1 : 1;
  const all = [...found.values()].flat().sort((a, b) =>
    order * (+a.timestamp - +b.timestamp || a.partition - b.partition || a.offset - b.offset)
  );
  const isCut = all.length > limit ||
    isNewest && ended === "all" &&
      chosen.some(({ partition, start }) => from.get(partition)! > start);
  return {
    messages: all.slice(0, limit),
    scanned,
    ended: ended === "all" && isCut ? "limit" : ended,
  };
}

function shortened(row: MessageRow, most: number): MessageRow {
  return { ...row, key: shorter(row.key, most), value: shorter(row.value, most) };
}

function shorter(value: TextOrBytes, most: number): TextOrBytes {
  if (value === null) return null;
  if (typeof value !== "string") return shorter(value.base64, most);
  return value.length > most ? `${value.slice(0, most)}… (${value.length} characters)` : value;
}

function sizeOf({ key, value, headers }: MessageRow): number {
  return 60 + lengthOf(key) + lengthOf(value) + JSON.stringify(headers).length;
}

function lengthOf(value: TextOrBytes): number {
  return typeof value === "string" ? value.length : value === null ? 0 : value.base64.length;
}
