import { connectKafka, type KafkaClient } from "../kafka/client.ts";
import { ensureTopics } from "../kafka/topics.ts";
import { connectQuestdb, type Questdb } from "../questdb/client.ts";
import { Child } from "./child.ts";
import type { ChildConfig } from "./child_config.ts";
import { EngineKeeper } from "./engine_keeper.ts";
import { IdSet } from "./id_set.ts";
import { type MomentCounts, MomentFollower } from "./moments.ts";
import type { ChaosOptions } from "./options.ts";
import type { OwnStack } from "./own_stack.ts";
import { chaosRecords } from "./stream.ts";

/** A sink's process, and the moments in which it is. */
export interface Sink {
  child: Child;
  follower: MomentFollower;
  /** The file in which it reads at which moment to stand still. */
  aim: string;
}

/** Everything that a run has started. */
export interface Scene {
  options: ChaosOptions;
  stack: OwnStack;
  engines: EngineKeeper;
  producer: Child;
  /** One or two. */
  sinks: Sink[];
  /** Ends of sinks that leave. */
  leaving: Set<Promise<void>>;
  kafka: KafkaClient;
  db: Questdb;
  acks: string;
  taken: { dropped: IdSet; discarded: IdSet };
  moments: MomentCounts;
  /** Rejects when a process of the run, not killed, cannot go on. */
  failed: Promise<never>;
  /** Starts another sink. */
  addSink(): Sink;
  /** Ends all processes but the engines, and closes the connections. */
  close(): Promise<void>;
}

/** Creates topics, and starts the producer and one sink. */
export async function openScene(stack: OwnStack, options: ChaosOptions): Promise<Scene> {
  const { signal, log, rows, rate, duration, seed } = options;
  const { dir, endpoints } = stack;
  const kafka = await connectKafka(endpoints.kafka, {
    patience: Infinity,
    signal,
    find: () => Promise.resolve(stack.endpoints.kafka),
  });
  await ensureTopics(kafka, [chaosRecords]);
  const db = connectQuestdb(endpoints.questdb, {
    patience: 60_000, // a port that has changed is found by a repetition
    signal,
    find: () => Promise.resolve(stack.endpoints.questdb),
  });
  const acks = `${dir}/acks`;
  const until = duration === undefined ? null : Date.now() + duration;
  // JSON has no Infinity.
  const most = Math.min(rows, 2 ** 31);
  const moments: MomentCounts = { ackToCommit: 0, halvedBatch: 0, rebalance: 0 };
  const config: ChildConfig = { endpoints, seed, acks, rows: most, rate, until, aim: "" };
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {}); // whoever awaits it gets the error
  const child = (name: string, script: string, more: Partial<Child["options"]> = {}) => {
    const started = new Child({
      name,
      script,
      dir,
      config,
      onError: (line) => log(`${name}: ${line}`),
      ...more,
    });
    started.finished.catch(failure.reject);
    return started;
  };
  let number = 0;
  function addSink(): Sink {
    const aim = `${dir}/aim${++number}`;
    const follower = new MomentFollower();
    const sink = child(`sink ${number}`, "sink_process.ts", {
      config: { ...config, aim },
      onLine: (line) => follower.line(line),
      onEnd(killed) {
        const during = follower.take();
        if (killed) { for (const moment of during) moments[moment]++; }
      },
    });
    return { child: sink, follower, aim };
  }
  const sinks = [addSink()];
  const leaving = new Set<Promise<void>>();
  const producer = child("producer", "producer_process.ts");
  return {
    options,
    stack,
    engines: new EngineKeeper(stack, signal),
    producer,
    sinks,
    leaving,
    kafka,
    db,
    acks,
    taken: { dropped: new IdSet(), discarded: new IdSet() },
    moments,
    failed: failure.promise,
    addSink,
    async close() {
      await Promise.all(
        [producer, ...sinks.map(({ child }) => child)].map((c) => c.end("SIGKILL")),
      );
      await Promise.all(leaving);
      await db.close();
      await kafka.close();
    },
  };
}
