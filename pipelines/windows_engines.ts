/** Opens the engines that windows need. */
import type { Endpoints, KafkaEndpoint } from "../lib/config.ts";
import { findEngines } from "../lib/delivery/find_engines.ts";
import { type Store, withStore } from "../lib/delivery/store.ts";
import { connectKafka, type KafkaClient } from "../lib/kafka/client.ts";
import { openProducer, type Producer } from "../lib/kafka/producer.ts";
import { Outages } from "../lib/outage.ts";
import type { Progress } from "../lib/progress.ts";

/** How long an engine that is away is waited for by a command that ends, in milliseconds. */
export const PATIENCE = 60_000;

/** Kafka and QuestDB, opened. */
export type Engines = Store & { kafka: KafkaClient };

/** How a run is ended and shown. */
export interface View {
  signal: AbortSignal;
  progress: Progress;
}

/** Kafka, opened for reading and writing. */
export interface KafkaAccess {
  kafka: KafkaClient;
  producer: Producer;
}

/** Opens both engines for some work. */
export async function withEngines<T>(
  { kafka: endpoint, questdb }: Endpoints,
  { signal, progress, patience }: View & { patience: number },
  work: (engines: Engines) => Promise<T>,
): Promise<T> {
  const away = { patience, signal, outages: new Outages(progress.log) };
  const kafka = await connectKafka(endpoint, { ...away, find: findEngines.kafka });
  try {
    const store = { ...away, find: findEngines.questdb, onWarning: progress.log };
    return await withStore(questdb, store, (store) => work({ ...store, kafka }));
  } finally {
    await kafka.close().catch(() => {}); // all output is acknowledged: Kafka may be away by now
  }
}

/** Opens Kafka alone for some work. */
export async function withKafka<T>(
  endpoint: KafkaEndpoint,
  { signal, progress, patience }: View & { patience: number },
  work: (access: KafkaAccess) => Promise<T>,
): Promise<T> {
  const away = { patience, signal, outages: new Outages(progress.log) };
  const kafka = await connectKafka(endpoint, { ...away, find: findEngines.kafka });
  try {
    const producer = await openProducer(kafka, { signal });
    try {
      return await work({ kafka, producer });
    } finally {
      await producer.close().catch(() => {}); // all output is acknowledged, or an error is on its way
    }
  } finally {
    await kafka.close().catch(() => {}); // all output is acknowledged: Kafka may be away by now
  }
}
