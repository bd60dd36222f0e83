import type { KafkaClient } from "../kafka/client.ts";
import type { Producer, TopicWritten } from "../kafka/producer.ts";
import type { Flow } from "../flows/define.ts";
import { ensureTopics } from "../kafka/topics.ts";
import type { Accounts } from "../processing/account.ts";
import { abortedLater } from "../retry.ts";
import type { Source } from "../sources/source.ts";
import type { Rejection } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import { keepAcknowledged } from "./keep_acknowledged.ts";
import { publish } from "./publish.ts";
import { closeAccount, untilStored } from "./run_account.ts";
import { FlowRuns } from "./run_flows.ts";
import { openSink, type RunningSink } from "./sink.ts";
import type { Store } from "./store.ts";

/**
 * How long the sinks may still take to store what this run has published after the signal aborts, in
 * milliseconds. They may first have to store the backlog of other runs.
 */
const GRACE = 1000;

/** Options for {@linkcode ingestThroughKafka}. */
export interface ThroughKafkaOptions {
  kafka: KafkaClient;
  /** QuestDB, to store what Kafka has; without it the run ends at Kafka. */
  store?: Store | undefined;
  accounts: Accounts;
  /** The flows that may run, and the accounts of what they write; without QuestDB none runs. */
  flows: { all: readonly Flow[]; accounts: Accounts };
  /** Ends the wait for the sinks early. */
  signal?: AbortSignal | undefined;
  /** Called with each rejection. */
  onBad?: ((rejection: Rejection) => void) | undefined;
  /** Called with a sentence about something that the user should know: a table that was dropped. */
  onWarning?: ((text: string) => void) | undefined;
}

/**
 * Carries a source into Kafka while a sink for each of its streams stores it and the flows that read
 * these run, then waits until everything is applied. When the signal aborts, the sinks commit what they
 * have, and the accounts say how far that is.
 */
export async function ingestThroughKafka(
  source: Source,
  options: ThroughKafkaOptions,
): Promise<void> {
  const { kafka, store, accounts, signal, onBad, onWarning = () => {} } = options;
  const since = new Date().toISOString();
  const over = new AbortController();
  const sinks = new Map<Stream, RunningSink>();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {}); // thrown by the races below

  const flows = store && new FlowRuns({
    ...{ kafka, store, onBad, onWarning, onFailed: reject },
    ...{ flows: options.flows.all, accounts: options.flows.accounts },
  });

  /** The source, until a sink fails: what was published by then is stored by the next run. */
  async function* whileStoring(): Source {
    for await (const batch of source) {
      if (over.signal.aborted) return;
      yield batch;
    }
  }
  async function onStream(stream: Stream): Promise<void> {
    await ensureTopics(kafka, [stream]);
    if (!store) return;
    const sink = await openSink(stream, { ...store, kafka, onWarning });
    if (over.signal.aborted) return await sink.stop(); // another sink failed meanwhile
    sink.done.catch(reject);
    sinks.set(stream, sink);
    flows?.start(stream);
  }
  const waiting = AbortSignal.any([over.signal, abortedLater(signal, GRACE)]);
  let stops: PromiseSettledResult<void>[] = [];
  let written = new Map<string, TopicWritten>();
  let producer: Producer | undefined;
  const onOpen = (opened: Producer) => producer = opened;
  const run = (stream: Stream) => ({
    stream,
    since,
    account: accounts.of(stream),
    ranges: written.get(kafka.topicOf(stream))?.ranges ?? new Map(),
    report: () => accounts.report(stream),
  });
  try {
    written = await Promise.race([
      publish(whileStoring(), { kafka, accounts, onStream, onBad, onOpen, signal }),
      failed,
    ]);
    // First, as their dead letters are stored by the sinks below.
    await Promise.race([flows?.drain(written, waiting), failed]);
    for (const stream of sinks.keys()) {
      await Promise.race([untilStored(run(stream), { kafka, signal: waiting }), failed]);
    }
  } catch (error) {
    if (producer) keepAcknowledged(accounts, { kafka, producer });
    throw error;
  } finally {
    over.abort(); // otherwise the wait would continue after a sink failed
    stops = await Promise.allSettled([flows?.stop() ?? Promise.resolve()]);
    stops.push(...await Promise.allSettled([...sinks.values()].map((sink) => sink.stop())));
  }
  for (const stop of stops) if (stop.status === "rejected" && !signal?.aborted) throw stop.reason;
  for (const [stream, { guard }] of sinks) {
    await closeAccount(run(stream), { ...store!, kafka, guard });
  }
  await flows?.closeAccounts(since);
}
