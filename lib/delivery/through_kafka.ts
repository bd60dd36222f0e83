import type { KafkaClient } from "../kafka/client.ts";
import type { TopicWritten } from "../kafka/producer.ts";
import { ensureTopics, topicName } from "../kafka/topics.ts";
import type { Questdb } from "../questdb/client.ts";
import type { Transport } from "../questdb/transport.ts";
import type { Source } from "../sources/source.ts";
import type { Stream } from "../streams/define.ts";
import type { Accounts } from "./account.ts";
import type { Undelivered } from "./dead_letter.ts";
import { closeAccount, drained } from "./drain.ts";
import { publish } from "./publish.ts";
import { openSink, type Sink } from "./sink.ts";

/** What {@linkcode ingestThroughKafka} works with. */
export interface ThroughKafkaOptions {
  kafka: KafkaClient;
  /** QuestDB, to store in what Kafka has; without it the run ends at Kafka. */
  store: { db: Questdb; transport: Transport } | undefined;
  accounts: Accounts;
  /** Prefix of topics, groups and tables. @default "" */
  prefix?: string;
  /** Ends the wait for the sinks early. */
  signal?: AbortSignal | undefined;
  onBad?: ((letter: Undelivered) => void) | undefined;
}

/**
 * Carries a source into Kafka while a sink for each of its streams stores it, then waits until all
 * is applied. When the signal aborts, the sinks commit what they have, and the accounts say how far
 * that is.
 */
export async function ingestThroughKafka(
  source: Source,
  options: ThroughKafkaOptions,
): Promise<void> {
  const { kafka, store, accounts, prefix = "", signal, onBad } = options;
  const sinks = new Map<Stream, Sink>();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});

  async function onStream(stream: Stream): Promise<void> {
    await ensureTopics(kafka, [stream], { prefix });
    if (!store || !stream.table) return;
    const sink = await openSink(stream, { ...store, kafka, prefix });
    sink.done.catch(reject);
    sinks.set(stream, sink);
  }
  let stops: PromiseSettledResult<void>[] = [];
  let written = new Map<string, TopicWritten>();
  const run = (stream: Stream) => ({
    stream,
    account: accounts.of(stream),
    ranges: written.get(topicName(stream, prefix))?.ranges ?? new Map(),
    report: () => accounts.report(stream),
  });
  try {
    written = await Promise.race([
      publish(source, { kafka, accounts, prefix, onStream, onBad, signal }),
      failed,
    ]);
    for (const stream of sinks.keys()) {
      await Promise.race([
        drained(run(stream), { ...store!, kafka, prefix, signal }),
        failed,
      ]);
    }
  } finally {
    stops = await Promise.allSettled([...sinks.values()].map((sink) => sink.stop()));
  }
  for (const stop of stops) if (stop.status === "rejected" && !signal?.aborted) throw stop.reason;
  for (const stream of sinks.keys()) {
    await closeAccount(run(stream), { ...store!, kafka, prefix });
  }
}
