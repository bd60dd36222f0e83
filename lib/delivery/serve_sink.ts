import type { SkippedOffsets } from "../kafka/consumer.ts";
import { createTopics, listTopics } from "../kafka/topic_admin.ts";
import { ensureTopics, topicsOf } from "../kafka/topics.ts";
import { runOnce, serve } from "../processing/serve.ts";
import { untilApplied } from "../questdb/applied.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/stream.ts";
import { openSink, sinkGroup, type SinkOptions, sinkTopics } from "./sink.ts";

/** Options for a sink as a service. */
export interface ServeSinkOptions extends SinkOptions {
  /** Ends the service cleanly. */
  signal: AbortSignal;
  /** Called when the sink failed and is about to be opened again. */
  onTrouble: (message: string) => void;
}

/**
 * Stores a stream as a service, until the signal aborts. If its topic is deleted, it waits until the
 * topic is made again, and reads the new one from its start.
 */
export async function serveSink(stream: Stream, options: ServeSinkOptions): Promise<void> {
  const { kafka } = options;
  let isFirst = true;
  async function open() {
    if (isFirst) await ensureTopics(kafka, [stream]);
    else await reopenTopics(stream, options);
    isFirst = false;
    return await openSink(stream, options);
  }
  await serve(open, { name: stream.name, ...options });
}

/** Stores all that the stream's topics hold at this moment, and stops. */
export async function sinkOnce(
  stream: Stream,
  options: SinkOptions & { signal: AbortSignal },
): Promise<void> {
  const { kafka, db, signal } = options;
  const topics = sinkTopics(kafka, stream);
  const group = sinkGroup(kafka, stream);
  async function open() {
    await ensureTopics(kafka, [stream]);
    return await openSink(stream, options);
  }
  await runOnce(open, { kafka, group, topics, own: topics.slice(-1), signal });
  const written = stream.table ? [stream, deadLetters] : [deadLetters];
  await untilApplied(db, written.map(db.tableOf), { signal });
}

/** Whoever deleted the topic of a running sink decides when, and how, it is made again. */
async function reopenTopics(stream: Stream, { kafka }: SinkOptions): Promise<void> {
  const [main, dead] = topicsOf(stream, kafka.prefix);
  const topics = await listTopics(kafka);
  if (!topics.includes(main!.topic)) {
    throw new Error(
      `Cannot read ${main!.topic}: the topic was deleted. Waiting until it is made again`,
    );
  }
  if (!topics.includes(dead!.topic)) await createTopics(kafka, [dead!]);
}

/** The message about offsets that a sink can no longer read. */
export function describeSkipped({ topic, partition, from, to, why }: SkippedOffsets): string {
  const at = `${topic}/${partition}`;
  if (why === "deleted") {
    return `${at}: the topic was deleted and made again after offset ${from} was the next to store: ` +
      `what was left of the old topic is lost, and the new one is read from its start, offset ${to}`;
  }
  const count = to - from;
  const offsets = count === 1 ? `offset ${from}` : `${count} offsets (${from} to ${to - 1})`;
  return `${at}: lost ${offsets}, which expired or were deleted before they were stored. ` +
    "Give the topic a longer retention, or run the sink more often";
}
