import type { KafkaClient } from "../client.ts";
import type { ConsumeOptions, Consumer } from "../consumer.ts";
import { fetchOnce } from "./fetch.ts";
import { type IncomingBatch, OffsetOutOfRangeError, type Position } from "../wire/fetch_request.ts";
import { GroupMember, type TopicPartition } from "./member.ts";
import type { Cluster } from "../kafkajs_internals.ts";
import { pause, withPatience } from "../patience.ts";

/** The {@linkcode Consumer} at work: from one rebalance to the next, until stopped. */
export class GroupConsumer implements Consumer {
  readonly ended: Promise<void>;
  readonly joined: Promise<void>;
  readonly #reading: string;
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
    this.#reading = `read ${options.topics.join(", ")}`;
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
    const kept = await this.#patiently(
      `commit an offset of ${this.options.groupId}`,
      () => this.#member.commit(at, nextOffset),
    );
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
    return this.#patiently(this.#reading, async () => {
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
    const { groupId } = this.options;
    this.#assigned = await this.#patiently(`join ${groupId}`, () => this.#member.join());
    this.#rejoin = false;
    const beat = setInterval(() => void this.#beat(), sessionTimeout / 4);
    try {
      this.#positions = await this.#patiently(
        `read the offsets of ${groupId}`,
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
    return await this.#patiently(this.#reading, async () => {
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
    return withPatience(work, {
      action,
      address,
      patience,
      signal: this.#stop.signal,
      onRetry: (error) => log("debug", `${action} again: ${(error as Error).message}`),
    });
  }
}
