import { type OutgoingMessage, RecordBatch } from "../wire/record_batch.ts";
import { decodeRecordSet } from "../wire/record_set.ts";

/** Empty batches of one topic, kept to reuse their buffers. */
export class BatchPool {
  /** Bytes at which a batch gets no further message; less than the capacity once Kafka refused one. */
  full: number;
  readonly #spare: RecordBatch[] = [];

  /** @param capacity Maximum bytes of a batch. */
  constructor(readonly capacity: number) {
    this.full = capacity;
  }

  take(): RecordBatch {
    return this.#spare.pop() ?? new RecordBatch(this.capacity);
  }

  give(batch: RecordBatch): void {
    batch.clear();
    this.#spare.push(batch);
  }
}

/** The batches of one partition in order: the first may be in flight, the last is still open. */
export class PartitionQueue {
  /** Whether the first batch is in flight: no more messages are added to it then. */
  inFlight = false;
  readonly #batches: RecordBatch[] = [];

  constructor(readonly topic: string, readonly partition: number, readonly pool: BatchPool) {}

  /** Whether there is a batch to send. One at a time, so that retries keep the order. */
  get ready(): boolean {
    return !this.inFlight && this.first.count > 0;
  }

  /** The batch that is in flight, or is sent next. */
  get first(): RecordBatch {
    return this.#batches[0] ?? this.#open();
  }

  /** Bytes in the queue, to compare partitions by. */
  get fill(): number {
    return this.#batches.reduce((sum, batch) => sum + batch.size, 0);
  }

  /** Adds a message. @returns Its bytes in the batch; 0 if it is larger than any batch. */
  add(message: OutgoingMessage, now: number): number {
    let batch = this.#batches.length > (this.inFlight ? 1 : 0)
      ? this.#batches.at(-1)!
      : this.#open();
    let before = batch.size;
    const isFull = batch.count > 0 && before >= this.pool.full;
    if (!isFull && batch.add(message, now)) return batch.size - before;
    if (batch.count === 0) return 0;
    batch = this.#open();
    before = batch.size;
    return batch.add(message, now) ? batch.size - before : 0;
  }

  /** Removes the batch that was acknowledged. */
  shift(): RecordBatch {
    this.inFlight = false;
    return this.#batches.shift()!;
  }

  /**
   * Divides the first batch in two, since Kafka refused it as too large, and keeps later ones smaller.
   *
   * @returns By how many bytes it grew.
   * @throws {RangeError} It has only one message.
   */
  split(): number {
    const whole = this.first;
    const { topic, partition, pool } = this;
    if (whole.count < 2) {
      throw new RangeError(
        `Cannot write to ${topic}/${partition}: Kafka refuses a message of ${whole.size} bytes as too large. ` +
          "Let this user read the topic's settings (DESCRIBE_CONFIGS), or raise its max.message.bytes",
      );
    }
    pool.full = Math.min(pool.full, whole.size >> 1);
    const { messages } = decodeRecordSet(whole.seal(), { from: 0 });
    const parts = [pool.take()];
    for (const { key, value, headers, timestamp } of messages) {
      const message = { key, value, headers: headers as Record<string, Uint8Array>, timestamp };
      const isHalf = parts.length === 1 && parts[0]!.count >= messages.length >> 1;
      if (!isHalf && parts.at(-1)!.add(message, timestamp)) continue;
      parts.push(pool.take());
      parts.at(-1)!.add(message, timestamp);
    }
    const grown = parts.reduce((sum, { bytes }) => sum + bytes, -whole.bytes);
    this.#batches.splice(0, 1, ...parts);
    pool.give(whole);
    this.inFlight = false;
    return grown;
  }

  #open(): RecordBatch {
    const batch = this.pool.take();
    this.#batches.push(batch);
    return batch;
  }
}
