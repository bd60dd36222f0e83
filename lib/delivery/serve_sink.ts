import { ensureTopics } from "../kafka/topics.ts";
import { runOnce, serve } from "../processing/serve.ts";
import { untilApplied } from "../questdb/applied.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Stream } from "../streams/stream.ts";
import { openSink, sinkGroup, type SinkOptions } from "./sink.ts";

/** Options for a sink as a service. */
export interface ServeSinkOptions extends SinkOptions {
  /** Ends the service cleanly. */
  signal: AbortSignal;
  /** Called when the sink failed and is about to be opened again. */
  onTrouble: (message: string) => void;
}

/** Stores a stream as a service, until the signal aborts. */
export async function serveSink(stream: Stream, options: ServeSinkOptions): Promise<void> {
  await serve(() => open(stream, options), { name: stream.name, ...options });
}

/** Stores all that the stream's topics hold at this moment, and stops. */
export async function sinkOnce(
  stream: Stream,
  options: SinkOptions & { signal: AbortSignal },
): Promise<void> {
  const { kafka, db, signal } = options;
  const topics = [kafka.topicOf(stream), kafka.deadLetterTopicOf(stream)];
  const group = sinkGroup(kafka, stream);
  await runOnce(() => open(stream, options), { kafka, group, topics, signal });
  await untilApplied(db, [stream, deadLetters].map(db.tableOf), { signal });
}

async function open(stream: Stream, options: SinkOptions) {
  await ensureTopics(options.kafka, [stream]);
  return await openSink(stream, options);
}
