import type { Endpoints } from "../config.ts";
import { connectKafka } from "../kafka/client.ts";
import type { Stream } from "../streams/stream.ts";
import { replayAndStore, type ReplayResult, type ReplayRunOptions } from "./replay_run.ts";
import { type Store, withStore } from "./store.ts";

/** Options for {@linkcode replayStream}. */
export interface ReplayStreamOptions extends Omit<ReplayRunOptions, "kafka" | "store"> {
  /** Kafka; and QuestDB, unless there is no sink. */
  endpoints: Partial<Endpoints>;
  /** Whether to store in QuestDB what is sent, and wait for it. @default true */
  sink?: boolean;
}

/**
 * Sends a stream's open dead letters to its topic again, and stores them.
 *
 * @throws {TypeError} The stream's table does not fit it; nothing is sent then.
 * @throws {UnavailableError} Kafka or QuestDB stayed away; the next run goes on from there.
 */
export async function replayStream(
  stream: Stream,
  { endpoints, sink = true, ...options }: ReplayStreamOptions,
): Promise<ReplayResult> {
  const { signal, dryRun } = options;
  const kafka = await connectKafka(endpoints.kafka!, signal ? { signal } : {});
  const run = (store?: Store) => replayAndStore(stream, { ...options, kafka, store });
  try {
    if (!sink || !stream.table || dryRun) return await run();
    return await withStore(endpoints.questdb!, { signal }, run);
  } finally {
    await kafka.close().catch(() => {}); // everything is acknowledged: Kafka may be away by now
  }
}
