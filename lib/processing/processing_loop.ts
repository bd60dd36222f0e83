import type {
  Consumer,
  IncomingBatch,
  IncomingMessage,
  TopicPartition,
} from "../kafka/consumer.ts";
import { sleep } from "../retry.ts";
import { InFlight } from "./in_flight.ts";
import type { ProcessorOutput } from "./processor_output.ts";

/** Options for {@linkcode ProcessingLoop}: what handles the messages, and where the results go. */
export interface ProcessingLoopOptions {
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
   * other message follows, and a second while thousands come: a few large requests cost QuestDB a third
   * less than many small ones.
   * @default 400
   */
  linger?: number;
  /** Called after each checkpoint: what was flushed is committed too. */
  onCommitted?: () => void;
  /**
   * The lowest offset of a partition that was handled and is not done, because it waits for something:
   * nothing from there on is committed. Undefined if nothing waits.
   */
  heldFrom?: (from: TopicPartition) => number | undefined;
}

/** Next offset of each partition, by topic. */
type NextOffsets = Map<string, Map<number, number>>;

/** After so many messages since the last checkpoint, the next one may wait longer. */
const MANY = 10_000;
/** As long, in milliseconds. */
const LONGEST_LINGER = 1000;
/** After this many milliseconds of handling without a pause, other work gets its turn. */
const LONG = 100;

/**
 * Handles the batches of a consumer, and makes checkpoints: when an output is full, when messages have
 * waited long enough, and when partitions are given up.
 */
export class ProcessingLoop {
  /** Rejects when a checkpoint that nobody awaits fails. */
  readonly failed: Promise<never>;
  readonly #options: ProcessingLoopOptions;
  readonly #fail: (reason: unknown) => void;
  readonly #flushing = new InFlight();
  /** Checkpoints start one at a time: two would take the outputs' content from each other. */
  #turn: Promise<void> = Promise.resolve();
  /** What was read since the last checkpoint started. */
  #offsets: NextOffsets = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitsSince: number | undefined;
  /** Messages that were handled since the last checkpoint. */
  #handled = 0;
  /** The answers of {@linkcode ProcessingLoopOptions.heldFrom} at the last checkpoint, by topic and partition. */
  readonly #held = new Map<string, number>();
  #consumer: Consumer | undefined;

  constructor(options: ProcessingLoopOptions) {
    this.#options = options;
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {}); // `done` reports it
    this.failed = promise;
    this.#fail = reject;
  }

  /** Handles a batch of messages; resolves when the next one may be read. */
  async read(batch: IncomingBatch, consumer: Consumer): Promise<void> {
    const { topic, partition, messages, nextOffset } = batch;
    this.#consumer = consumer;
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
    this.#handled++;
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

  /** Makes a checkpoint soon, without a further message: what waited has been added to the outputs. */
  checkpointSoon(): void {
    if (this.#consumer) this.#checkpointSoon(this.#consumer);
  }

  /** Forgets what was read and could not be committed: the partitions were given up. */
  forget(): void {
    this.#offsets.clear();
    this.#held.clear();
  }

  /** Ends the timer: a checkpoint after the consumer's end would write to outputs that are closed. */
  close(): void {
    clearTimeout(this.#timer);
  }

  /** Starts a checkpoint as soon as the previous one is done. */
  async #begin(consumer: Consumer): Promise<void> {
    clearTimeout(this.#timer);
    this.#waitsSince = undefined;
    this.#handled = 0;
    await this.#flushing.begin(() => {
      const offsets = this.#takeOffsets();
      return this.#flush().then(() => commit(consumer, offsets))
        .then(() => this.#options.onCommitted?.());
    });
  }

  /** Takes what may be committed once the outputs are flushed; what is held back stays for later. */
  #takeOffsets(): NextOffsets {
    const taken = this.#offsets;
    this.#offsets = new Map();
    const { heldFrom } = this.#options;
    if (!heldFrom) return taken;
    for (const [topic, partitions] of taken) {
      for (const [partition, next] of partitions) {
        const at = `${topic}/${partition}`;
        const held = heldFrom({ topic, partition });
        if (held === undefined || held >= next) {
          this.#held.delete(at);
          continue;
        }
        this.#processed({ topic, partition }, next);
        if (this.#held.get(at) === held) partitions.delete(partition); // committed up to there before
        else partitions.set(partition, held);
        this.#held.set(at, held);
      }
    }
    return taken;
  }

  async #flush(): Promise<void> {
    const { outputs, deadLetters } = this.#options;
    await Promise.all(outputs.map((output) => output.flush()));
    await deadLetters.flush();
  }

  /** Starts a checkpoint when no more messages come, or when the first one has waited long enough. */
  #checkpointSoon(consumer: Consumer): void {
    const { linger = 400 } = this.#options;
    const now = performance.now();
    this.#waitsSince ??= now;
    clearTimeout(this.#timer);
    const longest = this.#handled > MANY ? Math.max(linger, LONGEST_LINGER) : linger;
    const wait = Math.max(0, Math.min(longest / 4, this.#waitsSince + longest - now));
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
