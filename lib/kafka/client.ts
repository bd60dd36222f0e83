import kafkajs, { type Admin, type ISocketFactory, type LogEntry } from "kafkajs";
import type { KafkaEndpoint } from "../config.ts";
import type { Outages } from "../outage.ts";
import { type Cluster, makeCluster, openSocket } from "./kafkajs_internals.ts";
import { deadLetterTopic, topicName } from "./topic_names.ts";
import { isUnknownTopic, type PatienceOptions, withPatience } from "./patience.ts";
import { renewable } from "./renewable.ts";
import { topicIds } from "./topic_ids.ts";

/** Called with the messages that the client logs. */
export type KafkaLog = (level: "debug" | "info" | "warn" | "error", message: string) => void;

/** Options for {@linkcode connectKafka}: logging, time limits, cancellation. */
export interface ConnectOptions {
  /** Name shown in the broker's logs. @default "tributary" */
  clientId?: string;
  /** Called with what the client logs; without it nothing is printed. @default nothing */
  log?: KafkaLog;
  /** How long the first connection is tried, in milliseconds. @default 3000 */
  connectTimeout?: number;
  /** How long later requests are retried while a broker is away, in milliseconds. @default 40000 */
  patience?: number;
  /** Ends the wait for a broker that is away. */
  signal?: AbortSignal;
  /**
   * How often running producers and consumers look whether topics have new partitions, were deleted or
   * made again, in milliseconds. @default 3000
   */
  refreshEvery?: number;
  /** Reports that Kafka is away. @default no reports */
  outages?: Outages;
  /**
   * Looks up where Kafka is now, asked before each connection but the first: a broker that was away may
   * be back at another address. Undefined if it is not found. @default the endpoint
   */
  find?: (() => Promise<Pick<KafkaEndpoint, "brokers"> | undefined>) | undefined;
}

/** A connection to Kafka, from which topics, producers and consumers are made. */
export interface KafkaClient {
  /** Bootstrap servers as text, for messages: where Kafka was found last. */
  readonly address: string;
  /** Before the names of this client's topics and groups: the namespace with its underscore, or "". */
  readonly prefix: string;
  /** The topic of a stream, with the prefix. */
  topicOf(stream: { name: string }): string;
  /** The topic of a stream's dead letters, with the prefix. */
  deadLetterTopicOf(stream: { name: string }): string;
  /** Repeats `work` like `retry`, with kafkajs's admin client. For `lib/kafka` only. */
  administer<T>(action: string, work: (admin: Admin) => Promise<T>): Promise<T>;
  /** Ids of topics, by which one that was made again differs from the one before; see `topic_ids.ts`. */
  topicIds(topics: readonly string[]): Promise<Map<string, string>>;
  /**
   * Repeats `work` like `retry`, with connections for requests that the admin client does not know. They see
   * open transactions, too. For `lib/kafka` only.
   */
  ask<T>(
    action: string,
    work: (cluster: Cluster) => Promise<T>,
    options?: Pick<PatienceOptions, "isNew">,
  ): Promise<T>;
  /** How often topics are looked at again, in milliseconds. */
  readonly refreshEvery: number;
  /** A separate set of connections, not yet connected. For `lib/kafka` only. */
  newCluster(): Cluster;
  readonly log: KafkaLog;
  /** Reports that Kafka is away. */
  readonly outages?: Outages;
  /** How long transient failures are retried, in milliseconds. */
  readonly patience: number;
  /** Repeats `work` while Kafka is away, up to the patience; `action` is for the error message. */
  retry<T>(action: string, work: () => Promise<T>): Promise<T>;
  /** Closes the connection. Producers and consumers have connections of their own to close. */
  close(): Promise<void>;
}

/**
 * Connects to Kafka.
 *
 * @throws {UnavailableError} Kafka cannot be reached, or refuses the login.
 */
export async function connectKafka(
  endpoint: KafkaEndpoint,
  options: ConnectOptions = {},
): Promise<KafkaClient> {
  const { clientId = "tributary", log = () => {}, connectTimeout = 3000, signal } = options;
  const { patience = 40_000, outages, find, refreshEvery = 3000 } = options;
  const { prefix = "" } = endpoint;
  let { brokers } = endpoint;
  const address = () => brokers.join(",");
  let isFirst = true;
  /** kafkajs asks for them whenever it has to connect again. */
  async function brokersNow(): Promise<string[]> {
    if (!isFirst) brokers = (await find?.())?.brokers ?? brokers;
    isFirst = false;
    return brokers;
  }
  // We retry ourselves (withPatience), so that connecting, writing and reading follow one rule.
  const settings = {
    brokers: brokersNow,
    ssl: endpoint.ssl,
    sasl: endpoint.sasl as never,
    clientId,
    connectionTimeout: 3000,
    requestTimeout: 30_000,
    retry: { retries: 1, initialRetryTime: 100, maxRetryTime: 1000 },
    socketFactory,
  };
  const kafka = new kafkajs.Kafka({
    ...settings,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => relay(entry, log),
  });
  const admins = renewable(() => kafka.admin(), log);
  const outage = outages ? { outage: outages.of("Kafka") } : {};
  // A broker that wants a login closes the connection only at the first request.
  const open = () => admins.use((admin) => admin.describeCluster());
  const first = { action: "connect", address, patience: connectTimeout, signal };
  await withPatience(open, first).catch(async (error) => {
    await admins.close();
    throw error;
  });
  const makeWith = (isolationLevel: number) =>
    makeCluster({
      ...settings,
      logger: kafka.logger(),
      enforceRequestTimeout: true,
      metadataMaxAge: refreshEvery,
      allowAutoTopicCreation: false,
      isolationLevel,
    });
  const at = { address, patience, signal, ...outage };
  const retry: KafkaClient["retry"] = (action, work) => withPatience(work, { action, ...at });
  const clusters = renewable(() => makeWith(0), log);
  const askOnce = <T>(work: (cluster: Cluster) => Promise<T>) =>
    clusters.use(async (cluster) => {
      try {
        return await work(cluster);
      } catch (error) {
        // A topic that another client deleted must not fail the requests for all others.
        if (isUnknownTopic(error)) cluster.targetTopics.clear();
        throw error;
      }
    });
  const ask: KafkaClient["ask"] = (action, work, options) =>
    withPatience(() => askOnce(work), { action, ...at, ...options });
  return {
    get address() {
      return address();
    },
    prefix,
    topicOf: (stream) => topicName(stream, prefix),
    deadLetterTopicOf: (stream) => deadLetterTopic(stream, prefix),
    administer: (action, work) => retry(action, () => admins.use(work)),
    log,
    patience,
    ...outages ? { outages } : {},
    newCluster: () => makeWith(1),
    retry,
    ask,
    refreshEvery,
    topicIds: (topics) => ask("look up topics", (cluster) => topicIds(cluster, topics)),
    close: async () => {
      await clusters.close();
      await admins.close();
    },
  };
}

/** While a broker is away, kafkajs ends a socket many times before it connects: not a leak, so no warning. */
function socketFactory(options: Parameters<ISocketFactory>[0]) {
  return openSocket(options).setMaxListeners(0);
}

/** We throw or retry every failure, so kafkajs's own messages are details. */
function relay({ namespace, log: entry }: LogEntry, log: KafkaLog): void {
  const error = typeof entry.error === "string" ? `: ${entry.error}` : "";
  log("debug", `kafkajs ${namespace}: ${entry.message}${error}`);
}
