import { messageOf } from "../../errors.ts";
import type { KafkaClient } from "../client.ts";
import { disconnect } from "../disconnect.ts";
import { NoSuchTopicError } from "../errors.ts";
import { createErrorFromCode, LEADER_NOT_AVAILABLE } from "../kafkajs_internals.ts";
import { patientRetry, pause } from "../patience.ts";
import { topicIds, UNKNOWN_ID } from "../topic_ids.ts";
import type { ConsumeOptions, Consumer } from "./consumer_types.ts";
import { fetchLoop, type FetchLoopEnd } from "./fetch_loop.ts";
import { type Heartbeat, startHeartbeat } from "./heartbeat.ts";
import { HeldBack } from "./held_back.ts";
import { GroupMember } from "./member.ts";
import { PositionFetcher } from "./position_fetcher.ts";
import type { SkippedOffsets } from "./skipped_offsets.ts";
import { type StartPositions, startPositions } from "./start_positions.ts";
import type { TopicPartition } from "./topic_partition.ts";
import { watchTopics } from "./topic_watch.ts";

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
  /** For joining, which may take as long as the slowest member of the group. */
  readonly #retryLong: KafkaClient["retry"];
  readonly #reading: string;
  #member: GroupMember;
  #assigned: TopicPartition[] = [];
  #rebalancing = false;
  /** Ids of the topics in this generation. */
  #ids = new Map<string, string>();
  readonly #held = new HeldBack();
  /** Topics that were deleted in this generation. */
  readonly #gone = new Set<string>();
  /** Gaps that were reported, as text: until one is committed, each generation finds it again. */
  readonly #reported = new Set<string>();

  constructor(readonly kafka: KafkaClient, readonly options: ConsumeOptions) {
    if (options.signal?.aborted) this.#stop.abort();
    this.#retry = patientRetry(kafka, this.#stop.signal);
    const { rebalanceTimeout = 60_000 } = options;
    this.#retryLong = patientRetry(kafka, this.#stop.signal, { noAnswer: rebalanceTimeout });
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
    if (!this.#assigned.some((own) => own.topic === topic && own.partition === partition)) {
      return false;
    }
    if (this.#gone.has(topic)) return false;
    const topicId = this.#ids.get(topic) ?? UNKNOWN_ID;
    const stored = await this.#retry(
      `commit an offset of ${this.options.groupId}`,
      () => this.#member.commit({ topic, partition, offset: nextOffset, topicId }),
    ).catch((error) => {
      if (!(error instanceof NoSuchTopicError)) throw error;
      this.#gone.add(topic);
      return false;
    });
    if (stored) this.#held.committed({ topic, partition }, nextOffset);
    else this.#rebalancing = true;
    return stored;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.ended;
  }

  async #run(): Promise<void> {
    using _held = this.kafka.outages?.holds(() => this.#held.describe());
    try {
      await this.#connect();
      while (!this.#stop.signal.aborted) {
        const end = await this.#generation();
        if (end === "stalled") await this.#restart();
      }
    } catch (error) {
      if (this.#stop.signal.aborted && (error as Error)?.name === "AbortError") return;
      throw error instanceof NoSuchTopicError ? new NoSuchTopicError(this.#reading) : error;
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
    this.#assigned = await this.#retryLong(`join ${groupId}`, () => member.join());
    this.#rebalancing = false;
    this.#gone.clear();
    using heartbeat = startHeartbeat(member, {
      every: sessionTimeout / 4,
      onRebalance: () => this.#rebalancing = true,
      log: this.kafka.log,
    });
    try {
      const fetcher = await this.#openFetcher();
      using _watch = this.#watchTopics();
      await onAssigned?.(this.assigned(), this);
      this.options.onRebalance?.(false);
      this.#joined.resolve();
      const end = await this.#fetch(fetcher, heartbeat).catch(async (error) => {
        // The topic is gone, and what was read of it with it: the last chance to finish that.
        if (error instanceof NoSuchTopicError) await onRevoked?.(this.assigned(), this);
        throw error;
      });
      if (end === "rebalance") this.options.onRebalance?.(true);
      await onRevoked?.(this.assigned(), this);
      return end;
    } finally {
      this.#assigned = [];
      this.#held.clear();
    }
  }

  async #openFetcher(): Promise<PositionFetcher> {
    const { groupId, stallTimeout = 20_000 } = this.options;
    const { maxBytesPerPartition = 16 << 20, maxBytes = 32 << 20 } = this.options;
    const { minBytes = 1, maxWait = 250 } = this.options;
    const { positions, gaps } = await this.#retry(
      `read the offsets of ${groupId}`,
      () => this.#startPositions(),
    );
    return new PositionFetcher(this.#member.cluster, positions, {
      action: this.#reading,
      limits: { maxBytesPerPartition, maxBytes, minBytes, maxWait },
      gaps,
      stallTimeout,
      retry: this.#retry,
      signal: this.#stop.signal,
    });
  }

  async #startPositions(): Promise<StartPositions> {
    const { topics, fromBeginning = true } = this.options;
    const { cluster } = this.#member;
    const isKnown = ({ topic, partition }: TopicPartition) =>
      cluster.findTopicPartitionMetadata(topic).some((at) => at.partitionId === partition);
    if (!this.#assigned.every(isKnown)) await cluster.refreshMetadata();
    // The ids come after the commits and before the offsets: of a topic that is made again in
    // between, the old id is kept, so that the watch sees it.
    const committed = await this.#member.committed(this.#assigned);
    this.#ids = await topicIds(cluster, topics);
    const found = await startPositions(cluster, committed, { ids: this.#ids, fromBeginning });
    // kafkajs leaves out partitions that it does not know.
    if (found.positions.length < this.#assigned.length) {
      throw createErrorFromCode(LEADER_NOT_AVAILABLE);
    }
    return found;
  }

  #watchTopics(): Disposable {
    const { topics } = this.options;
    const { cluster } = this.#member;
    return watchTopics(() => topicIds(cluster, topics), {
      known: new Map(topics.map((topic) => [topic, this.#ids.get(topic) ?? UNKNOWN_ID])),
      every: this.kafka.refreshEvery,
      onChange: (topic) => {
        this.kafka.log("warn", `${topic} was deleted, and perhaps made again: joining again`);
        this.#rebalancing = true;
      },
      log: this.kafka.log,
    });
  }

  async #report(gap: SkippedOffsets): Promise<void> {
    const { topic, partition, from, to, why } = gap;
    const text = `${topic}/${partition} has no message ${from}, which the group ` +
      `${this.options.groupId} would read next (${why}): going on at ${to}`;
    if (this.#reported.has(text)) return;
    this.#reported.add(text);
    this.kafka.log("warn", text);
    await this.options.onSkipped?.(gap);
  }

  #fetch(fetcher: PositionFetcher, heartbeat: Heartbeat): Promise<FetchLoopEnd> {
    const { topics, stallTimeout = 20_000 } = this.options;
    const { cluster } = fetcher;
    return fetchLoop(fetcher, {
      onBatch: (batch) => {
        const from = batch.messages[0]?.offset ?? batch.nextOffset;
        this.#held.handed(batch, { from, to: batch.nextOffset });
        return this.options.onBatch(batch, this);
      },
      keepUp: () => heartbeat.keepUp(),
      onSkipped: (gap) => this.#report(gap),
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
