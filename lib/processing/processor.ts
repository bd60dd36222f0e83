/**
 * The loop that sinks, flows and windows share. It reads topics as a member of a consumer group and
 * goes through three states:
 *
 * - **read**: each message is handled; the results are added to the outputs.
 * - **flush**: the outputs send what was added, then the dead letters are sent.
 * - **commit**: the offsets read before the flush are committed.
 *
 * A flush with its commit is a checkpoint. While one is under way the next messages are read, but
 * the next checkpoint waits for it. So a crash at any moment repeats messages and loses none.
 */
import {
  consume,
  type Consumer,
  type IncomingBatch,
  type IncomingMessage,
  type SkippedOffsets,
  type TopicPartition,
} from "../kafka/consumer.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { sleep } from "../retry.ts";
import { InFlight } from "./in_flight.ts";

/** What a processor writes to. */
export interface ProcessorOutput {
  /**
   * Sends what was added before this call, and resolves once all of it is acknowledged. It takes
   * what was added synchronously: anything added later belongs to the next flush. It is called
   * again only after it resolved. What it throws ends the processor.
   */
  flush(): Promise<void>;
}

/** Options for {@linkcode startProcessor}. */
export interface ProcessorOptions {
  /** The consumer group; reading continues from its committed offsets. */
  group: string;
  topics: string[];
  /**
   * Handles one message: adds the results to the outputs or to the dead letters. An error ends the
   * processor and names the message's topic, partition and offset, so bad input must be rejected
   * instead.
   *
   * @returns Whether something is full and must be flushed before the next message.
   */
  handle(message: IncomingMessage, from: { topic: string; partition: number }): boolean;
  /** Flushed together. */
  outputs: readonly ProcessorOutput[];
  /** Flushed after the outputs, since these may reject records too. */
  deadLetters: ProcessorOutput;
  /**
   * Maximum time that a message waits for a checkpoint, in milliseconds; a quarter of it if no
   * other message follows. A few large requests cost QuestDB a third less than many small ones.
   * @default 1000
   */
  linger?: number;
  /** Called with offsets that expired, or were deleted, before the group read them. */
  onSkipped?: (gap: SkippedOffsets) => void;
  /** Called after each checkpoint: what was flushed is committed too. */
  onCommitted?: () => void;
  /** Called when a rebalance begins (true) and when this member has its partitions (false). */
  onRebalance?: (active: boolean) => void;
  /** Joins the group. @default consume */
  consume?: typeof consume;
}

/** A running processor. */
export interface RunningProcessor {
  /** Rejects if the processor cannot go on; resolves after `stop`. */
  readonly done: Promise<void>;
  /** Flushes and commits what was read, and leaves the group. */
  stop(): Promise<void>;
}

/**
 * Starts a processor.
 *
 * @throws {UnavailableError} Kafka cannot be reached.
 */
export async function startProcessor(
  kafka: KafkaClient,
  options: ProcessorOptions,
): Promise<RunningProcessor> {
  const loop = new Loop(options);
  const { group: groupId, topics, onSkipped } = options;
  const consumer = await (options.consume ?? consume)(kafka, {
    groupId,
    topics,
    ...onSkipped ? { onSkipped } : {},
    onBatch: (batch, consumer) => loop.read(batch, consumer),
    onRevoked: (_, consumer) => loop.checkpoint(consumer),
    ...(options.onRebalance ? { onRebalance: options.onRebalance } : {}),
  });
  consumer.ended.catch(() => {}).finally(() => loop.close()); // `done` reports how it ended
  const done = Promise.race([consumer.ended, loop.failed]);
  done.catch(() => {}); // nobody may be waiting for it yet
  return { done, stop: () => consumer.stop() };
}

/** Next offset of each partition, by topic. */
type NextOffsets = Map<string, Map<number, number>>;

/** After this many milliseconds of handling without a pause, other work gets its turn. */
const LONG = 100;

class Loop {
  /** Rejects when a checkpoint that nobody awaits fails. */
  readonly failed: Promise<never>;
  readonly #options: ProcessorOptions;
  readonly #fail: (reason: unknown) => void;
  readonly #flushing = new InFlight();
  /** Checkpoints start one at a time: two would take the outputs' content from each other. */
  #turn: Promise<void> = Promise.resolve();
  /** What was read since the last checkpoint started. */
  #offsets: NextOffsets = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitsSince: number | undefined;

  constructor(options: ProcessorOptions) {
    this.#options = options;
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {}); // `done` reports it
    this.failed = promise;
    this.#fail = reject;
  }

  async read(batch: IncomingBatch, consumer: Consumer): Promise<void> {
    const { topic, partition, messages, nextOffset } = batch;
    let committed = -1;
    let since = performance.now();
    for (const [i, message] of messages.entries()) {
      if (i % 256 === 255 && performance.now() - since > LONG) {
        await sleep(0); // lets heartbeats go out
        since = performance.now();
      }
      if (!this.#handle(message, { topic, partition })) continue;
      // What is full in mid-batch is committed up to here: a crash must not repeat a large batch.
      this.#processed({ topic, partition }, committed = message.offset + 1);
      await this.#inTurn(() => this.#begin(consumer));
    }
    if (committed === nextOffset) return;
    this.#processed({ topic, partition }, nextOffset);
    this.#checkpointSoon(consumer);
  }

  #handle(message: IncomingMessage, from: TopicPartition): boolean {
    try {
      return this.#options.handle(message, from);
    } catch (cause) {
      const place = `${from.topic}/${from.partition}:${message.offset}`;
      throw new Error(`Cannot process the message ${place}`, { cause });
    }
  }

  #processed({ topic, partition }: TopicPartition, nextOffset: number): void {
    const partitions = this.#offsets.get(topic) ?? new Map<number, number>();
    this.#offsets.set(topic, partitions.set(partition, nextOffset));
  }

  /** Flushes and commits all that was read. */
  checkpoint(consumer: Consumer): Promise<void> {
    return this.#inTurn(async () => {
      await this.#begin(consumer);
      await this.#flushing.settled();
    });
  }

  /** Ends the timer: a checkpoint after the consumer's end would write to outputs that are closed. */
  close(): void {
    clearTimeout(this.#timer);
  }

  /** Starts a checkpoint as soon as the previous one is done. */
  async #begin(consumer: Consumer): Promise<void> {
    clearTimeout(this.#timer);
    this.#waitsSince = undefined;
    await this.#flushing.begin(() => {
      const offsets = this.#offsets;
      this.#offsets = new Map();
      return this.#flush().then(() => commit(consumer, offsets))
        .then(() => this.#options.onCommitted?.());
    });
  }

  async #flush(): Promise<void> {
    const { outputs, deadLetters } = this.#options;
    await Promise.all(outputs.map((output) => output.flush()));
    await deadLetters.flush();
  }

  /** Starts a checkpoint when no more messages come, or when the first one has waited long enough. */
  #checkpointSoon(consumer: Consumer): void {
    const { linger = 1000 } = this.#options;
    const now = performance.now();
    this.#waitsSince ??= now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(linger / 4, this.#waitsSince + linger - now));
    this.#timer = setTimeout(() => void this.checkpoint(consumer).catch(this.#fail), wait);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {}); // thrown to the caller by `mine`
    return mine;
  }
}

async function commit(consumer: Consumer, offsets: NextOffsets): Promise<void> {
  for (const [topic, partitions] of offsets) {
    for (const [partition, offset] of partitions) {
      // False if the partition now belongs to another member, who reads those messages again.
      await consumer.commit(topic, partition, offset);
    }
  }
}
