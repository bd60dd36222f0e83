import { messageOf } from "../../errors.ts";
import type { KafkaClient } from "../client.ts";
import { disconnect } from "../disconnect.ts";
import { patientRetry, pause } from "../patience.ts";
import type { ConsumeOptions, Consumer } from "./consumer_types.ts";
import { fetchLoop, type FetchLoopEnd } from "./fetch_loop.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { GroupMember } from "./member.ts";
import { PositionFetcher } from "./position_fetcher.ts";
import { startPositions } from "./start_positions.ts";
import type { TopicPartition } from "./topic_partition.ts";

/**
 * The {@linkcode Consumer} at work. Its life is a sequence of generations of the group: join, fetch
 * until a rebalance, give the partitions up, join again, until it is stopped. A generation that
 * stalls is followed by a restart with new connections.
 */
export class GroupConsumer implements Consumer {
  readonly ended: Promise<void>;
  /** Resolves when the consumer has joined the group for the first time. */
  readonly joined: Promise<void>;
  readonly #joined = Promise.withResolvers<void>();
  readonly #stop = new AbortController();
  readonly #retry: KafkaClient["retry"];
  readonly #reading: string;
  #member: GroupMember;
  #assigned: TopicPartition[] = [];
  #rebalancing = false;

  constructor(readonly kafka: KafkaClient, readonly options: ConsumeOptions) {
    if (options.signal?.aborted) this.#stop.abort();
    this.#retry = patientRetry(kafka, this.#stop.signal);
    this.#reading = `read ${options.topics.join(", ")}`;
    this.#member = this.#newMember();
    this.joined = this.#joined.promise;
    this.ended = this.#run();
    this.ended.then(this.#joined.resolve, this.#joined.reject);
  }

  assigned(): TopicPartition[] {
    return [...this.#assigned];
  }

  async commit(topic: string, partition: number, nextOffset: number): Promise<boolean> {
    const at = { topic, partition };
    if (!this.#assigned.some((own) => own.topic === topic && own.partition === partition)) {
      return false;
    }
    const stored = await this.#retry(
      `commit an offset of ${this.options.groupId}`,
      () => this.#member.commit(at, nextOffset),
    );
    if (!stored) this.#rebalancing = true;
    return stored;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.ended;
  }

  async #run(): Promise<void> {
    try {
      await this.#connect();
      while (!this.#stop.signal.aborted) {
        const end = await this.#generation();
        if (end === "stalled") await this.#restart();
      }
    } finally {
      await this.#leave();
      await disconnect(this.#member.cluster, this.kafka.log);
    }
  }

  #newMember(): GroupMember {
    const { groupId, topics, sessionTimeout = 6000, rebalanceTimeout = 60_000 } = this.options;
    const cluster = this.kafka.newCluster();
    return new GroupMember(cluster, { groupId, topics, sessionTimeout, rebalanceTimeout });
  }

  async #connect(): Promise<void> {
    const { cluster } = this.#member;
    await this.#retry(this.#reading, async () => {
      await cluster.connect();
      await cluster.addMultipleTargetTopics(this.options.topics);
    });
  }

  /** From joining the group to giving the partitions up. */
  async #generation(): Promise<FetchLoopEnd> {
    const { groupId, onAssigned, onRevoked, sessionTimeout = 6000 } = this.options;
    const member = this.#member;
    this.options.onRebalance?.(true);
    this.#assigned = await this.#retry(`join ${groupId}`, () => member.join());
    this.#rebalancing = false;
    using _heartbeat = startHeartbeat(member, {
      every: sessionTimeout / 4,
      onRebalance: () => this.#rebalancing = true,
      log: this.kafka.log,
    });
    try {
      const fetcher = await this.#openFetcher();
      await onAssigned?.(this.assigned(), this);
      this.options.onRebalance?.(false);
      this.#joined.resolve();
      const end = await this.#fetch(fetcher);
      if (end === "rebalance") this.options.onRebalance?.(true);
      await onRevoked?.(this.assigned(), this);
      return end;
    } finally {
      this.#assigned = [];
    }
  }

  async #openFetcher(): Promise<PositionFetcher> {
    const { groupId, fromBeginning = true, stallTimeout = 20_000 } = this.options;
    const { maxBytesPerPartition = 16 << 20, maxBytes = 32 << 20 } = this.options;
    const { minBytes = 1, maxWait = 250 } = this.options;
    const member = this.#member;
    const positions = await this.#retry(
      `read the offsets of ${groupId}`,
      () => startPositions(member, this.#assigned, { fromBeginning }),
    );
    return new PositionFetcher(member.cluster, positions, {
      action: this.#reading,
      groupId,
      fromBeginning,
      limits: { maxBytesPerPartition, maxBytes, minBytes, maxWait },
      stallTimeout,
      retry: this.#retry,
      log: this.kafka.log,
      signal: this.#stop.signal,
    });
  }

  #fetch(fetcher: PositionFetcher): Promise<FetchLoopEnd> {
    const { topics, stallTimeout = 20_000 } = this.options;
    const { cluster } = fetcher;
    return fetchLoop(fetcher, {
      onBatch: (batch) => this.options.onBatch(batch, this),
      interrupted: () =>
        this.#stop.signal.aborted ? "stopped" : this.#rebalancing ? "rebalance" : undefined,
      countPartitions: () =>
        topics.reduce((sum, topic) => sum + cluster.findTopicPartitionMetadata(topic).length, 0),
      stallTimeout,
    });
  }

  /** Goes on with new connections and a new membership, as the old ones may hang forever. */
  async #restart(): Promise<void> {
    const { cluster } = this.#member;
    const done = new AbortController();
    await Promise.race([this.#leave(), pause(1000, done.signal)]);
    done.abort();
    // Not awaited: it may hang, too.
    void disconnect(cluster, this.kafka.log);
    this.#member = this.#newMember();
    if (!this.#stop.signal.aborted) await this.#connect();
  }

  /** Leaves the group. If that fails, the group goes on after the session timeout. */
  async #leave(): Promise<void> {
    try {
      await this.#member.leave();
    } catch (error) {
      this.kafka.log("debug", `leave ${this.options.groupId}: ${messageOf(error)}`);
    }
  }
}
