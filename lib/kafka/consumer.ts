import type { KafkaClient } from "./client.ts";
import { fetchOnce } from "./fetch.ts";
import { type IncomingBatch, OffsetOutOfRangeError, type Position } from "./fetch_request.ts";
import { GroupMember, type TopicPartition } from "./group.ts";
import type { Cluster } from "./internals.ts";
import { pause, withPatience } from "./patience.ts";

export type { IncomingBatch } from "./fetch_request.ts";
export type { TopicPartition } from "./group.ts";
export type { IncomingMessage } from "./record_set.ts";

/** What {@linkcode consume} takes. */
export interface ConsumeOptions {
  /** The consumer group; its committed offsets say where to read on. */
  groupId: string;
  topics: string[];
  /** Where to start where the group has committed nothing. @default true */
  fromBeginning?: boolean;
  /**
   * Takes a batch. Reading goes on when it resolves, so that it may keep the batch and commit it
   * later. What it throws ends the consumer.
   */
  onBatch(batch: IncomingBatch, consumer: Consumer): Promise<void> | void;
  /** Told which partitions are this consumer's now, before their first batch. */
  onAssigned?(partitions: TopicPartition[], consumer: Consumer): Promise<void> | void;
  /**
   * Told that these partitions are given up: in a rebalance, and when the consumer stops. While it
   * runs they still are this consumer's: finish and commit what is pending, then forget it. Called
   * never while `onBatch` runs. The group waits for it, up to the rebalance timeout.
   */
  onRevoked?(partitions: TopicPartition[], consumer: Consumer): Promise<void> | void;
  /** Stops the consumer, as `stop()`. */
  signal?: AbortSignal;
  /** Most bytes of one partition in one batch. @default 16777216 */
  maxBytesPerPartition?: number;
  /** Most bytes of all partitions read at a time. @default 33554432 */
  maxBytes?: number;
  /** Fewest bytes to read before `maxWait` is over. @default 1 */
  minBytes?: number;
  /** Longest wait for new messages, in milliseconds. @default 250 */
  maxWait?: number;
  /**
   * After this long without a sign of life, in milliseconds, the group goes on without this
   * consumer; 6000 is the least that brokers allow by default. @default 6000
   */
  sessionTimeout?: number;
  /** How long the group waits for `onBatch` and `onRevoked` in a rebalance, in milliseconds. @default 60000 */
  rebalanceTimeout?: number;
  /** With messages left to read and none coming for so long, in milliseconds, all is begun anew. @default 20000 */
  stallTimeout?: number;
}

/** A member of a consumer group at work. */
export interface Consumer {
  /**
   * Stores how far a partition is done.
   *
   * @param nextOffset Offset of the last message that is done, plus 1.
   * @returns True when Kafka has it; false where the partition no longer is this consumer's: then
   * whoever owns it reads those messages again.
   * @throws {UnavailableError} Kafka stayed away.
   */
  commit(topic: string, partition: number, nextOffset: number): Promise<boolean>;
  /** The partitions that are this consumer's. */
  assigned(): TopicPartition[];
  /** Lets `onBatch` finish, calls `onRevoked`, leaves the group. */
  stop(): Promise<void>;
  /** Resolves when the consumer has stopped; rejects with what ended it. */
  readonly ended: Promise<void>;
}

/**
 * Reads topics as a member of a consumer group, one batch at a time, each message at least once.
 * Commits nothing by itself.
 *
 * @returns The consumer, when it has joined the group.
 * @throws {UnavailableError} Kafka cannot be reached.
 */
export async function consume(kafka: KafkaClient, options: ConsumeOptions): Promise<Consumer> {
  const consumer = new GroupConsumer(kafka, options);
  const stop = () => void consumer.stop().catch(() => {});
  options.signal?.addEventListener("abort", stop);
  consumer.ended.catch(() => {}).finally(() => options.signal?.removeEventListener("abort", stop));
  await consumer.joined;
  return consumer;
}

class GroupConsumer implements Consumer {
  readonly ended: Promise<void>;
  readonly joined: Promise<void>;
  readonly #first = Promise.withResolvers<void>();
  #cluster: Cluster;
  #member: GroupMember;
  #assigned: TopicPartition[] = [];
  #positions: Position[] = [];
  readonly #stop = new AbortController();
  #rejoin = false;
  #stalled = false;
  #beating = false;

  constructor(readonly kafka: KafkaClient, readonly options: ConsumeOptions) {
    if (options.signal?.aborted) this.#stop.abort();
    this.#cluster = kafka.newCluster();
    this.#member = this.#newMember();
    this.joined = this.#first.promise;
    this.ended = this.#run();
    this.ended.then(this.#first.resolve, this.#first.reject);
  }

  assigned(): TopicPartition[] {
    return [...this.#assigned];
  }

  async commit(topic: string, partition: number, nextOffset: number): Promise<boolean> {
    const at = { topic, partition };
    if (!this.#assigned.some((own) => own.topic === topic && own.partition === partition)) {
      return false;
    }
    const kept = await this.#patiently("commit", () => this.#member.commit(at, nextOffset));
    if (!kept) this.#rejoin = true;
    return kept;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.ended;
  }

  async #run(): Promise<void> {
    try {
      await this.#connect();
      while (!this.#stop.signal.aborted) {
        await this.#generation();
        if (this.#stalled) await this.#beginAnew();
      }
      await this.#member.leave().catch(() => {});
    } catch (error) {
      await this.#member.leave().catch(() => {});
      throw error;
    } finally {
      this.#assigned = [];
      await this.#cluster.disconnect().catch(() => {});
    }
  }

  #newMember(): GroupMember {
    const { groupId, topics, sessionTimeout = 6000, rebalanceTimeout = 60_000 } = this.options;
    return new GroupMember(this.#cluster, { groupId, topics, sessionTimeout, rebalanceTimeout });
  }

  #connect(): Promise<void> {
    return this.#patiently("read", async () => {
      await this.#cluster.connect();
      await this.#cluster.addMultipleTargetTopics(this.options.topics);
    });
  }

  /** With connections and a membership of its own, as the old ones may hang for ever. */
  async #beginAnew(): Promise<void> {
    this.#stalled = false;
    const cluster = this.#cluster;
    await Promise.race([this.#member.leave().catch(() => {}), pause(1000)]);
    cluster.disconnect().catch(() => {});
    this.#cluster = this.kafka.newCluster();
    this.#member = this.#newMember();
    await this.#connect();
  }

  /** From one rebalance to the next. */
  async #generation(): Promise<void> {
    const { onAssigned, onRevoked, fromBeginning = true, sessionTimeout = 6000 } = this.options;
    this.#rejoin = false;
    this.#assigned = await this.#patiently("join the group", () => this.#member.join());
    const beat = setInterval(() => void this.#beat(), sessionTimeout / 4);
    try {
      this.#positions = await this.#patiently(
        "find the offsets",
        () => this.#member.positions(this.#assigned, { fromBeginning }),
      );
      await onAssigned?.(this.assigned(), this);
      this.#first.resolve();
      await this.#read();
      await onRevoked?.(this.assigned(), this);
    } finally {
      clearInterval(beat);
      this.#assigned = [];
    }
  }

  async #beat(): Promise<void> {
    if (this.#beating) return;
    this.#beating = true;
    try {
      if (!await this.#member.heartbeat()) this.#rejoin = true;
    } catch (error) {
      this.kafka.log("debug", `heartbeat: ${(error as Error).message}`);
    } finally {
      this.#beating = false;
    }
  }

  /** Hands out batches; the next ones are on their way meanwhile. */
  async #read(): Promise<void> {
    const { stallTimeout = 20_000 } = this.options;
    const partitions = this.#countPartitions();
    let next = this.#fetch();
    let progress = Date.now();
    while (!this.#stop.signal.aborted && !this.#rejoin) {
      const fetched = await next;
      const fresh = fetched.filter((batch) => this.#advance(batch));
      const behind = fetched.some((batch) => batch.nextOffset < batch.highWatermark);
      if (fresh.length > 0 || !behind) progress = Date.now();
      else if (Date.now() - progress > stallTimeout) this.#stalled = true;
      if (this.#stalled || this.#countPartitions() !== partitions) break;
      next = this.#fetch();
      next.catch(() => {}); // it is awaited, unless the handler throws before
      for (const batch of fresh) {
        if (this.#rejoin || this.#stop.signal.aborted) break;
        await this.options.onBatch(batch, this);
      }
    }
    await next.catch(() => {});
  }

  /** Grows where partitions are added: then the group shares them out anew. */
  #countPartitions(): number {
    const counts = this.options.topics
      .map((topic) => this.#cluster.findTopicPartitionMetadata(topic).length);
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Notes where to read on. @returns False where the batch holds nothing new. */
  #advance({ topic, partition, nextOffset }: IncomingBatch): boolean {
    const at = this.#positions.find((p) => p.topic === topic && p.partition === partition)!;
    if (nextOffset <= at.offset) return false;
    at.offset = nextOffset;
    return true;
  }

  async #fetch(): Promise<IncomingBatch[]> {
    const { maxBytesPerPartition = 16 << 20, maxBytes = 32 << 20 } = this.options;
    const { minBytes = 1, maxWait = 250, stallTimeout = 20_000 } = this.options;
    const limits = { maxBytesPerPartition, maxBytes, minBytes, maxWait };
    if (this.#positions.length === 0) {
      await pause(maxWait, this.#stop.signal);
      return [];
    }
    this.#positions.push(this.#positions.shift()!); // Kafka fills an answer in the order asked
    let retry = false;
    return await this.#patiently("read", async () => {
      if (retry) await this.#cluster.refreshMetadata();
      retry = true;
      const timeout = new AbortController();
      const hangs = pause(maxWait + stallTimeout, timeout.signal).then(() => {
        if (!timeout.signal.aborted) this.#stalled = true;
        return [];
      });
      try {
        return await Promise.race([fetchOnce(this.#cluster, this.#positions, limits), hangs]);
      } catch (error) {
        if (!(error instanceof OffsetOutOfRangeError)) throw error;
        await this.#reset(error.position);
        return [];
      } finally {
        timeout.abort();
      }
    });
  }

  /** Goes on at the start or the end where what the group had still to read is gone. */
  async #reset(position: Position): Promise<void> {
    const { groupId, fromBeginning = true } = this.options;
    const { topic, partition, offset } = position;
    const [fresh] = await this.#member.defaults([{ topic, partition }], { fromBeginning });
    position.offset = fresh!.offset;
    this.kafka.log(
      "warn",
      `${topic}/${partition} has no message ${offset}, where the group ${groupId} would read on: ` +
        `going on at ${position.offset}`,
    );
  }

  #patiently<T>(action: string, work: () => Promise<T>): Promise<T> {
    const { address, patience, log } = this.kafka;
    const what = action === "read" ? `read ${this.options.topics.join(", ")}` : action;
    return withPatience(work, {
      action: what,
      address,
      patience,
      signal: this.#stop.signal,
      onRetry: (error) => log("debug", `${what} again: ${(error as Error).message}`),
    });
  }
}
