import type { KafkaClient } from "../../kafka/client.ts";
import { offsetsAt } from "../../kafka/offsets_at.ts";
import { readTopic } from "../../kafka/read.ts";
import type { Stream } from "../../streams/stream.ts";
import { topicRow } from "./topic_row.ts";

/** Which messages of a topic are wanted. */
export interface TopicRange {
  /** Epoch milliseconds; the first is included, the second is not. @default all */
  from?: number | undefined;
  to?: number | undefined;
  /** Maximum number of rows. */
  limit: number;
  signal: AbortSignal;
}

/** Rows of a topic, and what is not among them. */
export interface TopicRows {
  /** In order of the messages' times. */
  rows: Record<string, unknown>[];
  /** Whether there are more in the range. */
  more: boolean;
  /** Messages that are not records of the stream, and why the first is not. */
  refused: number;
  reason?: string;
}

/** Messages may be written a little out of order of their times. */
const SLACK = 60_000;

/** The first messages of a topic in a range of their own times, as rows. */
export async function topicRows(
  kafka: KafkaClient,
  { topic, stream }: { topic: string; stream: Stream | undefined },
  { from, to, limit, signal }: TopicRange,
): Promise<TopicRows> {
  const [first, last] = await Promise.all([
    from === undefined ? undefined : offsetsAt(kafka, topic, from),
    to === undefined ? undefined : offsetsAt(kafka, topic, to + SLACK),
  ]);
  const options = { ...first && { from: first }, ...last && { to: last }, signal };
  const found = new Map<number, { time: number; row: Record<string, unknown> }[]>();
  let refused = 0, more = false;
  let reason: string | undefined;
  for await (const { partition, messages } of readTopic(kafka, topic, options)) {
    const own = found.get(partition) ?? [];
    found.set(partition, own);
    for (const message of messages) {
      const { timestamp } = message;
      if (timestamp < (from ?? -Infinity) || timestamp >= (to ?? Infinity)) continue;
      if (own.length >= limit) {
        more = true;
        break;
      }
      const read = topicRow(partition, message, stream);
      if ("row" in read) own.push({ time: timestamp, row: read.row });
      else {
        refused++;
        reason ??= `partition ${partition}, offset ${message.offset} ${read.reason}`;
      }
    }
  }
  signal.throwIfAborted();
  const all = [...found.values()].flat().sort((a, b) => a.time - b.time);
  return {
    rows: all.slice(0, limit).map(({ row }) => row),
    more: more || all.length > limit,
    refused,
    ...reason === undefined ? {} : { reason },
  };
}
