import type { KafkaClient } from "../client.ts";
import { NoSuchTopicError } from "../errors.ts";
import { patientRetry } from "../patience.ts";
import type { ConsumeOptions, Consumer } from "./consumer_types.ts";
import { fetchLoop, type FetchLoopEnd } from "./fetch_loop.ts";
import { GenerationTopics } from "./generation_topics.ts";
import { type Heartbeat, startHeartbeat } from "./heartbeat.ts";
import { HeldBack } from "./held_back.ts";
import type { GroupMember } from "./member.ts";
import { Membership } from "./membership.ts";
import { openFetcher } from "./open_fetcher.ts";
import type { PositionFetcher } from "./position_fetcher.ts";
import { describeSkipped, type SkippedOffsets } from "./skipped_offsets.ts";
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
  /** For joining, which may take as long as the slowest member of the group. */
  readonly #retryLong: KafkaClient["retry"];
  readonly #reading: string;
  readonly #membership: Membership;
  readonly #topics: GenerationTopics;
  #assigned: TopicPartition[] = [];
  #rebalancing = false;
  readonly #held = new HeldBack();
  /** Gaps that were reported, as text: until one is committed, each generation finds it again. */
  readonly #reported = new Set<string>();

  constructor(readonly kafka: KafkaClient, readonly options: ConsumeOptions) {
    if (options.signal?.aborted) this.#stop.abort();
    this.#retry = patientRetry(kafka, this.#stop.signal);
    const { rebalanceTimeout = 60_000 } = options;
    this.#retryLong = patientRetry(kafka, this.#stop.signal, { noAnswer: rebalanceTimeout });
    this.#reading = `read ${options.topics.join(", ")}`;
    this.#topics = new GenerationTopics(options.topics);
    this.#membership = new Membership(kafka, options, {
      action: this.#reading,
      retry: this.#retry,
      signal: this.#stop.signal,
    });
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
    if (this.#topics.isDeleted(topic)) return false;
    const topicId = this.#topics.idOf(topic);
    const stored = await this.#retry(
      `commit an offset of ${this.options.groupId}`,
      () => this.#membership.member.commit({ topic, partition, offset: nextOffset, topicId }),
    ).catch((error) => {
      if (!(error instanceof NoSuchTopicError)) throw error;
      this.#topics.deleted(topic);
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
      await this.#membership.connect();
      while (!this.#stop.signal.aborted) {
        const end = await this.#generation();
        if (end === "stalled") await this.#membership.restart();
      }
    } catch (error) {
      if (this.#stop.signal.aborted && (error as Error)?.name === "AbortError") return;
      throw error instanceof NoSuchTopicError ? new NoSuchTopicError(this.#reading) : error;
    } finally {
      await this.#membership.end();
    }
  }

  /** From joining the group to giving the partitions up. */
  async #generation(): Promise<FetchLoopEnd> {
    const { groupId, onAssigned, onRevoked, sessionTimeout = 6000 } = this.options;
    const { member } = this.#membership;
    this.options.onRebalance?.(true);
    this.#assigned = await this.#retryLong(`join ${groupId}`, () => member.join());
    this.#rebalancing = false;
    this.#topics.begin();
    using heartbeat = startHeartbeat(member, {
      every: sessionTimeout / 4,
      onRebalance: () => this.#rebalancing = true,
      log: this.kafka.log,
    });
    try {
      const fetcher = await this.#openFetcher(member);
      using _watch = this.#watchTopics(member);
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

  #openFetcher(member: GroupMember): Promise<PositionFetcher> {
    return openFetcher(member, {
      assigned: this.#assigned,
      topics: this.#topics,
      consume: this.options,
      action: this.#reading,
      retry: this.#retry,
      signal: this.#stop.signal,
    });
  }

  #watchTopics({ cluster }: GroupMember): Disposable {
    return this.#topics.watch(cluster, {
      every: this.kafka.refreshEvery,
      onChange: (topic) => {
        this.kafka.log("warn", `${topic} was deleted, and perhaps made again: joining again`);
        this.#rebalancing = true;
      },
      log: this.kafka.log,
    });
  }

  async #report(gap: SkippedOffsets): Promise<void> {
    const text = describeSkipped(gap, this.options.groupId);
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
}
