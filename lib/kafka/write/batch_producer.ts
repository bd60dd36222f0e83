import type { KafkaClient } from "../client.ts";
import { disconnect } from "../disconnect.ts";
import { explain } from "../errors.ts";
import type { Cluster } from "../kafkajs_internals.ts";
import { patientRetry } from "../patience.ts";
import { type OutgoingMessage, RecordBatch } from "../wire/record_batch.ts";
import { maxMessageBytes } from "./max_message_bytes.ts";
import { sendBatches } from "./send_batches.ts";
import { addRange } from "./offset_ranges.ts";
import { BatchPool, PartitionQueue } from "./partition_queue.ts";
import { partitionOf } from "./partitioner.ts";
import type { Producer, ProducerOptions, TooLarge, TopicWritten } from "./producer_types.ts";
import { UnackedBytes } from "./unacked_bytes.ts";

/** The {@linkcode Producer} at work on a cluster's connections, which it closes at the end. */
export class BatchProducer implements Producer {
  readonly #topics = new Map<string, PartitionQueue[]>();
  readonly #written = new Map<string, TopicWritten>();
  readonly #maxUnacked: number;
  readonly #unacked = new UnackedBytes();
  readonly #retry: KafkaClient["retry"];
  readonly #held: Disposable | undefined;
  #failed: Error | undefined;
  #scheduled = false;

  constructor(
    readonly kafka: KafkaClient,
    readonly cluster: Cluster,
    readonly options: ProducerOptions,
  ) {
    this.#maxUnacked = options.maxUnackedBytes ?? 8 << 20;
    this.#retry = patientRetry(kafka, options.signal);
    this.#held = kafka.outages?.holds(() => {
      const megabytes = this.#unacked.count / 1e6;
      return megabytes > 0
        ? `${megabytes.toFixed(1)} MB written and not yet acknowledged`
        : undefined;
    });
  }

  async write(topic: string, messages: readonly OutgoingMessage[]): Promise<TooLarge[]> {
    if (this.#failed) throw this.#failed;
    const queues = this.#topics.get(topic) ?? await this.#open(topic);
    const tooLarge: TooLarge[] = [];
    const now = Date.now();
    try {
      for (let index = 0; index < messages.length; index++) {
        if (this.#unacked.count > this.#maxUnacked) await this.#untilUnacked(this.#maxUnacked);
        const message = messages[index]!;
        const queue = message.key === null
          ? leastFilled(queues)
          : queues[partitionOf(message.key, queues.length)]!;
        const bytes = queue.add(message, now);
        if (bytes === 0) {
          const limit = queue.pool.capacity;
          tooLarge.push({ index, bytes: RecordBatch.sizeOf(message), limit });
        }
        this.#unacked.add(bytes);
        if (this.#unacked.count > this.#maxUnacked) this.#schedule();
      }
    } finally {
      this.#schedule(); // also what was accepted before a message that is not valid
    }
    return tooLarge;
  }

  async flush(): Promise<Map<string, TopicWritten>> {
    await this.#untilUnacked(0);
    return structuredClone(this.#written);
  }

  acked(topic: string): number {
    return this.#written.get(topic)?.acked ?? 0;
  }

  async close(): Promise<void> {
    try {
      if (!this.#failed) await this.#untilUnacked(0);
    } finally {
      this.#fail(new Error("Cannot write to Kafka: the producer is closed"));
      this.#held?.[Symbol.dispose]();
      await disconnect(this.cluster, this.kafka.log);
    }
  }

  async #open(topic: string): Promise<PartitionQueue[]> {
    const { maxBatchBytes = 1_000_000 } = this.options;
    const limit = await this.#retry(`write to ${topic}`, async () => {
      await this.cluster.addMultipleTargetTopics([topic]);
      return await maxMessageBytes(this.cluster, topic);
    });
    const opened = this.#topics.get(topic); // by a concurrent call of write
    if (opened) return opened;
    const pool = new BatchPool(Math.min(maxBatchBytes, limit ?? Infinity));
    const queues = this.cluster.findTopicPartitionMetadata(topic)
      .map((_, partition) => new PartitionQueue(topic, partition, pool));
    if (queues.length === 0) {
      throw new Error(`Cannot write to ${topic}: Kafka names no partition of it`);
    }
    this.#topics.set(topic, queues);
    this.#written.set(topic, { acked: 0, ranges: new Map() });
    return queues;
  }

  /** Opens queues for the partitions that were added to the topics meanwhile. */
  #addPartitions(): void {
    for (const [topic, queues] of this.#topics) {
      const { length } = this.cluster.findTopicPartitionMetadata(topic);
      while (queues.length < length) {
        queues.push(new PartitionQueue(topic, queues.length, queues[0]!.pool));
      }
    }
  }

  /** Sends when the caller yields, so that what it writes in one go is sent together. */
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
    // Not awaited: whoever waits for it waits for its bytes, in `write` or `flush`, and a failure
    // reaches them and every later call.
    this.#retry(`write to ${ready[0]!.topic}`, async () => {
      if (again) await this.cluster.refreshMetadata();
      else await this.cluster.refreshMetadataIfNecessary();
      again = true;
      this.#addPartitions();
      await sendBatches(this.cluster, left, {
        ack: (queue, offset) => this.#ack(queue, offset),
        tooLarge: (queue) => this.#unacked.add(queue.split()),
      });
    }).then(() => this.#send()).catch((error) => this.#fail(error));
  }

  #ack(queue: PartitionQueue, offset: number): void {
    const batch = queue.shift();
    const { count, bytes } = batch;
    const written = this.#written.get(queue.topic)!;
    const ranges = written.ranges.get(queue.partition) ?? [];
    written.acked += count;
    written.ranges.set(queue.partition, ranges);
    addRange(ranges, offset, offset + count);
    queue.pool.give(batch);
    this.#unacked.ack(bytes);
  }

  async #untilUnacked(limit: number): Promise<void> {
    if (this.#failed) throw this.#failed;
    await this.#unacked.atMost(limit);
  }

  #fail(error: unknown): void {
    this.#failed ??= explain(error, { action: "write to Kafka", address: this.kafka.address });
    this.#unacked.fail(this.#failed);
  }
}

function leastFilled(queues: PartitionQueue[]): PartitionQueue {
  return queues.reduce((best, queue) => queue.fill < best.fill ? queue : best);
}
