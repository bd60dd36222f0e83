import type { KafkaClient } from "../client.ts";
import { deliver } from "./deliver.ts";
import { explain } from "../errors.ts";
import type { Cluster } from "../kafkajs_internals.ts";
import { partitionOf } from "./murmur2.ts";
import { BatchPool, PartitionQueue } from "./partition_queue.ts";
import { withPatience } from "../patience.ts";
import type { Producer, ProducerOptions, TooLarge, TopicWritten } from "../producer.ts";
import { addRange } from "./offset_ranges.ts";
import { type OutgoingMessage, RecordBatch } from "../wire/record_batch.ts";

interface Waiting {
  below: number;
  resolve: () => void;
  reject: (error: Error) => void;
}

/** The {@linkcode Producer} over a cluster's connections, which it closes at the end. */
export class BatchProducer implements Producer {
  readonly #topics = new Map<string, PartitionQueue[]>();
  readonly #written = new Map<string, TopicWritten>();
  readonly #pool: BatchPool;
  readonly #maxUnacked: number;
  #unacked = 0;
  #failed: Error | undefined;
  #scheduled = false;
  #waiting: Waiting[] = [];

  constructor(
    readonly kafka: KafkaClient,
    readonly cluster: Cluster,
    readonly options: ProducerOptions,
  ) {
    this.#pool = new BatchPool(options.maxBatchBytes ?? 1_000_000);
    this.#maxUnacked = options.maxUnackedBytes ?? 8 << 20;
  }

  async write(topic: string, messages: readonly OutgoingMessage[]): Promise<TooLarge[]> {
    if (this.#failed) throw this.#failed;
    const queues = this.#topics.get(topic) ?? await this.#open(topic);
    const tooLarge: TooLarge[] = [];
    const now = Date.now();
    for (let index = 0; index < messages.length; index++) {
      if (this.#unacked > this.#maxUnacked) await this.#until(this.#maxUnacked);
      const message = messages[index]!;
      const queue = message.key === null
        ? leastFilled(queues)
        : queues[partitionOf(message.key, queues.length)]!;
      const bytes = queue.add(message, now);
      if (bytes === 0) {
        const limit = this.#pool.capacity;
        tooLarge.push({ index, bytes: RecordBatch.sizeOf(message), limit });
      }
      this.#unacked += bytes;
      if (this.#unacked > this.#maxUnacked) this.#schedule();
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
      this.#fail(new Error("Cannot write to Kafka: the producer is closed"));
      await this.cluster.disconnect().catch(() => {});
    }
  }

  async #open(topic: string): Promise<PartitionQueue[]> {
    await this.#patiently(topic, () => this.cluster.addMultipleTargetTopics([topic]));
    const opened = this.#topics.get(topic); // by another write meanwhile
    if (opened) return opened;
    const queues = this.cluster.findTopicPartitionMetadata(topic)
      .map((_, partition) => new PartitionQueue(topic, partition, this.#pool));
    this.#topics.set(topic, queues);
    this.#written.set(topic, { acked: 0, ranges: new Map() });
    return queues;
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

  #send(): void {
    const ready = [...this.#topics.values()].flat().filter((queue) => queue.ready);
    if (ready.length === 0 || this.#failed) return;
    for (const queue of ready) queue.inFlight = true;
    const left = new Set(ready);
    let again = false;
    this.#patiently(ready[0]!.topic, async () => {
      if (again) await this.cluster.refreshMetadata();
      again = true;
      await deliver(this.cluster, left, (queue, offset) => this.#ack(queue, offset));
    }).then(() => this.#send(), (error) => this.#fail(error));
  }

  #ack(queue: PartitionQueue, offset: number): void {
    const batch = queue.shift();
    const { count, bytes } = batch;
    const written = this.#written.get(queue.topic)!;
    const ranges = written.ranges.get(queue.partition) ?? [];
    written.acked += count;
    written.ranges.set(queue.partition, ranges);
    addRange(ranges, offset, offset + count);
    this.#pool.give(batch);
    this.#unacked -= bytes;
    const done = this.#waiting.filter(({ below }) => this.#unacked <= below);
    if (done.length === 0) return;
    this.#waiting = this.#waiting.filter(({ below }) => this.#unacked > below);
    for (const { resolve } of done) resolve();
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

  #fail(error: unknown): void {
    this.#failed ??= explain(error, { action: "write to Kafka", address: this.kafka.address });
    for (const { reject } of this.#waiting) reject(this.#failed);
    this.#waiting = [];
  }
}

function leastFilled(queues: PartitionQueue[]): PartitionQueue {
  return queues.reduce((best, queue) => queue.fill < best.fill ? queue : best);
}
