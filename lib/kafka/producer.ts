import { createErrorFromCode } from "kafkajs/src/protocol/error.js";
import type { KafkaClient } from "./client.ts";
import { explain } from "./errors.ts";
import type { Cluster } from "./internals.ts";
import { partitionOf } from "./murmur2.ts";
import { withPatience } from "./patience.ts";
import { produceRequest } from "./produce_request.ts";
import { addRange, type Ranges } from "./ranges.ts";
import { type OutgoingMessage, RecordBatch } from "./record_batch.ts";

export type { OutgoingMessage } from "./record_batch.ts";

/** What {@linkcode openProducer} takes. */
export interface ProducerOptions {
  /** Most bytes of one batch; Kafka refuses more than its `message.max.bytes`, 1,048,588. @default 1000000 */
  maxBatchBytes?: number;
  /** `write` waits while more bytes than this are not yet acknowledged. @default 8388608 */
  maxUnackedBytes?: number;
  /** Ends waiting for a broker that is away: what is not acknowledged by then fails. */
  signal?: AbortSignal;
}

/** A message that no batch can hold. */
export interface TooLarge {
  /** Position in the messages given to `write`. */
  index: number;
  /** Bytes that it needs. */
  bytes: number;
  /** Bytes that a batch may have. */
  limit: number;
}

/** What a producer has written to one topic. */
export interface TopicWritten {
  /** Messages that Kafka acknowledged. */
  acked: number;
  /** Their offsets, by partition. */
  ranges: Map<number, Ranges>;
}

/** Writes to Kafka in batches, acknowledged by all replicas (acks=all). */
export interface Producer {
  /**
   * Takes messages for a topic; keeps their order within a partition, which the key decides as in
   * Kafka's Java client (a message without a key goes to the least filled partition). Resolves at
   * once while little is unacknowledged, else when there is room.
   *
   * @returns The messages that are too large; all others are taken.
   * @throws {UnavailableError} Kafka stayed away; from then on every call throws it.
   */
  write(topic: string, messages: readonly OutgoingMessage[]): Promise<TooLarge[]>;
  /**
   * Waits until all that was taken is acknowledged.
   *
   * @returns What this producer has written since it was opened, by topic.
   * @throws {UnavailableError} Kafka stayed away.
   */
  flush(): Promise<Map<string, TopicWritten>>;
  /** Waits as `flush` does and closes the connections. Throws no error that was thrown before. */
  close(): Promise<void>;
}

interface Partition {
  topic: string;
  partition: number;
  /** Batches in order: the first may be in flight, the last may still be open. */
  batches: RecordBatch[];
  inFlight: boolean;
}

/**
 * Opens a producer. Delivery is at least once: a batch whose acknowledgement is lost with the
 * broker is sent again.
 *
 * @throws {UnavailableError} Kafka cannot be reached.
 */
export async function openProducer(
  kafka: KafkaClient,
  options: ProducerOptions = {},
): Promise<Producer> {
  const cluster = kafka.newCluster();
  await kafka.retry("connect", () => cluster.connect());
  return new BatchProducer(kafka, cluster, options);
}

class BatchProducer implements Producer {
  readonly #topics = new Map<string, Partition[]>();
  readonly #written = new Map<string, TopicWritten>();
  readonly #spare: RecordBatch[] = [];
  readonly #limit: number;
  readonly #maxUnacked: number;
  #unacked = 0;
  #failed: Error | undefined;
  #scheduled = false;
  #waiting: { below: number; resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(
    readonly kafka: KafkaClient,
    readonly cluster: Cluster,
    readonly options: ProducerOptions,
  ) {
    this.#limit = options.maxBatchBytes ?? 1_000_000;
    this.#maxUnacked = options.maxUnackedBytes ?? 8 << 20;
  }

  async write(topic: string, messages: readonly OutgoingMessage[]): Promise<TooLarge[]> {
    const partitions = this.#topics.get(topic) ?? await this.#open(topic);
    const tooLarge: TooLarge[] = [];
    const now = Date.now();
    for (let index = 0; index < messages.length; index++) {
      if (this.#unacked > this.#maxUnacked) await this.#until(this.#maxUnacked);
      if (this.#failed) throw this.#failed;
      const message = messages[index]!;
      const place = message.key === null
        ? leastFilled(partitions)
        : partitions[partitionOf(message.key, partitions.length)]!;
      if (!this.#add(place, message, now)) {
        tooLarge.push({ index, bytes: RecordBatch.sizeOf(message), limit: this.#limit });
      }
    }
    this.#schedule();
    return tooLarge;
  }

  async flush(): Promise<Map<string, TopicWritten>> {
    await this.#until(0);
    return structuredClone(this.#written);
  }

  async close(): Promise<void> {
    try {
      if (!this.#failed) await this.#until(0);
    } finally {
      await this.cluster.disconnect().catch(() => {});
    }
  }

  async #open(topic: string): Promise<Partition[]> {
    await this.#patiently(topic, () => this.cluster.addMultipleTargetTopics([topic]));
    const known = this.#topics.get(topic);
    if (known) return known;
    const count = this.cluster.findTopicPartitionMetadata(topic).length;
    const partitions = Array.from(
      { length: count },
      (_, partition) => ({ topic, partition, batches: [], inFlight: false }),
    );
    this.#topics.set(topic, partitions);
    this.#written.set(topic, { acked: 0, ranges: new Map() });
    return partitions;
  }

  #add(place: Partition, message: OutgoingMessage, now: number): boolean {
    const { batches } = place;
    let batch = batches.at(-1);
    if (batch === undefined || (place.inFlight && batches.length === 1)) batch = this.#next(place);
    let before = batch.size;
    if (!batch.add(message, now)) {
      if (batch.count > 0) {
        this.#schedule();
        batch = this.#next(place);
        before = batch.size;
      }
      if (!batch.add(message, now)) return false;
    }
    this.#unacked += batch.size - before;
    return true;
  }

  #next(place: Partition): RecordBatch {
    const batch = this.#spare.pop() ?? new RecordBatch(this.#limit);
    place.batches.push(batch);
    return batch;
  }

  /** Sends once the caller's turn is over, so that what it writes in one go travels together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      this.#send();
    }, 0);
  }

  /** Sends the first batch of each partition that has none in flight: so order is kept. */
  #send(): void {
    const ready: Partition[] = [];
    for (const partitions of this.#topics.values()) {
      for (const place of partitions) {
        if (!place.inFlight && place.batches[0]?.count) ready.push(place);
      }
    }
    if (ready.length === 0 || this.#failed) return;
    for (const place of ready) place.inFlight = true;
    this.#deliver(ready).then(() => this.#send(), (error) => this.#fail(error));
  }

  async #deliver(places: Partition[]): Promise<void> {
    const left = new Set(places);
    let retry = false;
    await this.#patiently(places[0]!.topic, async () => {
      if (retry) await this.cluster.refreshMetadata();
      retry = true;
      let failure: unknown;
      const byLeader = Map.groupBy(left, (place) => this.#leader(place));
      await Promise.all([...byLeader].map(async ([nodeId, group]) => {
        try {
          const broker = await this.cluster.findBroker({ nodeId });
          const results = await broker.connectionPool.send(produceRequest(
            group.map(({ topic, partition, batches }) => ({
              topic,
              partition,
              bytes: batches[0]!.seal(),
            })),
          ));
          for (const { topic, partition, errorCode, baseOffset } of results) {
            if (errorCode !== 0) failure = createErrorFromCode(errorCode);
            else this.#ack(this.#topics.get(topic)![partition]!, { baseOffset, left });
          }
        } catch (error) {
          failure = error;
        }
      }));
      if (left.size > 0) throw failure;
    });
  }

  #leader({ topic, partition }: Partition): number {
    const found = this.cluster.findTopicPartitionMetadata(topic)
      .find((meta) => meta.partitionId === partition);
    // Kafka's own answer to a request for it would be the same.
    if (!found || found.leader < 0) throw createErrorFromCode(5); // LEADER_NOT_AVAILABLE
    return found.leader;
  }

  #ack(place: Partition, at: { baseOffset: number; left: Set<Partition> }): void {
    const { baseOffset, left } = at;
    const batch = place.batches.shift()!;
    place.inFlight = false;
    left.delete(place);
    const written = this.#written.get(place.topic)!;
    written.acked += batch.count;
    const ranges = written.ranges.get(place.partition) ?? [];
    written.ranges.set(place.partition, ranges);
    addRange(ranges, baseOffset, baseOffset + batch.count);
    this.#unacked -= batch.size;
    batch.clear();
    this.#unacked += batch.size;
    this.#spare.push(batch);
    this.#wake();
  }

  #patiently<T>(topic: string, work: () => Promise<T>): Promise<T> {
    const { address, patience, log } = this.kafka;
    return withPatience(work, {
      action: `write to ${topic}`,
      address,
      patience,
      signal: this.options.signal,
      onRetry: (error) => log("debug", `writing to ${topic} again: ${(error as Error).message}`),
    });
  }

  #until(below: number): Promise<void> {
    if (this.#failed) return Promise.reject(this.#failed);
    if (this.#unacked <= below) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ below, resolve, reject }));
  }

  #wake(): void {
    const now = this.#waiting.filter(({ below }) => this.#unacked <= below);
    if (now.length === 0) return;
    this.#waiting = this.#waiting.filter(({ below }) => this.#unacked > below);
    for (const { resolve } of now) resolve();
  }

  #fail(error: unknown): void {
    this.#failed ??= explain(error, { action: "write to Kafka", address: this.kafka.address });
    for (const { reject } of this.#waiting) reject(this.#failed);
    this.#waiting = [];
  }
}

function leastFilled(partitions: Partition[]): Partition {
  const fill = ({ batches }: Partition) => batches.length * 1e9 + (batches.at(-1)?.size ?? 0);
  return partitions.reduce((best, place) => fill(place) < fill(best) ? place : best);
}
