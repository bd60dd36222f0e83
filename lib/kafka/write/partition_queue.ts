import { type OutgoingMessage, RecordBatch } from "../wire/record_batch.ts";

/** Empty batches, kept to reuse their buffers. */
export class BatchPool {
  readonly #spare: RecordBatch[] = [];

  /** @param capacity Maximum bytes of a batch. */
  constructor(readonly capacity: number) {}

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
    if (batch.add(message, now)) return batch.size - before;
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

  #open(): RecordBatch {
    const batch = this.pool.take();
    this.#batches.push(batch);
    return batch;
  }
}
