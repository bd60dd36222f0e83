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
import { consume, type IncomingBatch, type SkippedOffsets } from "../kafka/consumer.ts";
import type { KafkaClient } from "../kafka/client.ts";
import { ProcessingLoop, type ProcessingLoopOptions } from "./processing_loop.ts";

/** Options for {@linkcode startProcessor}. */
export interface ProcessorOptions extends ProcessingLoopOptions {
  /** The consumer group; reading continues from its committed offsets. */
  group: string;
  topics: string[];
  /** Called with offsets that expired, or were deleted, before the group read them. */
  onSkipped?: (gap: SkippedOffsets) => void;
  /** Called when a rebalance begins (true) and when this member has its partitions (false). */
  onRebalance?: (active: boolean) => void;
  /** What this member says about itself to whoever lists the group's members. @default "" */
  about?: string;
  /** Awaited before each batch is handled. */
  prepare?: (batch: IncomingBatch) => Promise<void>;
  /** Called when the partitions were given up, after the checkpoint: what waits is another member's now. */
  onRevoked?: () => void;
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

/** A processor that {@linkcode startProcessor} has started. */
export interface Processor extends RunningProcessor {
  /** Makes a checkpoint soon, for what was added to the outputs without a message. */
  checkpointSoon(): void;
}

/**
 * Starts a processor.
 *
 * @throws {UnavailableError} Kafka cannot be reached.
 */
export async function startProcessor(
  kafka: KafkaClient,
  options: ProcessorOptions,
): Promise<Processor> {
  const loop = new ProcessingLoop(options);
  const { group: groupId, topics, onSkipped } = options;
  const consumer = await (options.consume ?? consume)(kafka, {
    groupId,
    topics,
    ...onSkipped ? { onSkipped } : {},
    ...(options.about ? { about: options.about } : {}),
    async onBatch(batch, consumer) {
      await options.prepare?.(batch);
      await loop.read(batch, consumer);
    },
    async onRevoked(_, consumer) {
      await loop.checkpoint(consumer);
      loop.forget();
      options.onRevoked?.();
    },
    ...(options.onRebalance ? { onRebalance: options.onRebalance } : {}),
  });
  consumer.ended.catch(() => {}).finally(() => loop.close()); // `done` reports how it ended
  const done = Promise.race([consumer.ended, loop.failed]);
  done.catch(() => {}); // nobody may be waiting for it yet
  return { done, checkpointSoon: () => loop.checkpointSoon(), stop: () => consumer.stop() };
}
