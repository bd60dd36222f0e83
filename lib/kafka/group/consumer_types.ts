import type { IncomingBatch } from "../wire/fetch_request.ts";
import type { SkippedOffsets } from "./skipped_offsets.ts";
import type { TopicPartition } from "./topic_partition.ts";

/** Options for `consume()`: group, topics, handlers, fetch limits and time limits. */
export interface ConsumeOptions {
  /** The consumer group; its committed offsets say where to read on. */
  groupId: string;
  topics: string[];
  /** What this consumer says about itself to whoever lists the group's members. @default "" */
  about?: string;
  /** Where to start if the group has committed nothing: the topic's start or its end. @default true */
  fromBeginning?: boolean;
  /**
   * Called with each batch, which may be empty, to commit its `nextOffset` all the same: if the group has
   * come to the markers of transactions, or past offsets that no longer exist. Reading goes on when it resolves, so it may keep the batch and commit it
   * later. It may await as long as it likes, but must not compute for longer than the session
   * timeout without awaiting. What it throws ends the consumer.
   */
  onBatch(batch: IncomingBatch, consumer: Consumer): Promise<void> | void;
  /**
   * Called when offsets that the group would have read next no longer exist, each gap once; an empty
   * batch follows, with the offset where reading goes on. @default only logged
   */
  onSkipped?(gap: SkippedOffsets): Promise<void> | void;
  /** Called with the partitions that are now this consumer's, before their first batch. */
  onAssigned?(partitions: TopicPartition[], consumer: Consumer): Promise<void> | void;
  /**
   * Called with the partitions that are given up: in a rebalance, and when the consumer stops. While
   * it runs they are still this consumer's: finish and commit what is pending, then forget it. Never
   * called while `onBatch` runs. The group waits for it, up to the rebalance timeout.
   */
  onRevoked?(partitions: TopicPartition[], consumer: Consumer): Promise<void> | void;
  /** Called with true when the member begins to join, or to join again, and with false when it has its partitions. */
  onRebalance?(active: boolean): void;
  /** Stops the consumer, like `stop()`. */
  signal?: AbortSignal;
  /** Maximum bytes of one partition in one batch. @default 16777216 */
  maxBytesPerPartition?: number;
  /** Maximum bytes of all partitions in one fetch. @default 33554432 */
  maxBytes?: number;
  /** Minimum bytes to read before `maxWait` is over. @default 1 */
  minBytes?: number;
  /** Longest wait for new messages, in milliseconds. @default 250 */
  maxWait?: number;
  /**
   * After this long without a heartbeat, in milliseconds, the group goes on without this consumer;
   * brokers allow no less than 6000 by default. @default 6000
   */
  sessionTimeout?: number;
  /** How long the group waits for `onBatch` and `onRevoked` in a rebalance, in milliseconds. @default 60000 */
  rebalanceTimeout?: number;
  /**
   * If messages are left to read and none arrive for this long, in milliseconds, the consumer starts
   * over with new connections. @default 20000
   */
  stallTimeout?: number;
}

/** A running member of a consumer group. */
export interface Consumer {
  /**
   * Commits how far a partition is done.
   *
   * @param nextOffset Offset of the last message that is done, plus 1.
   * @returns True if Kafka has stored it; false if the partition is no longer this consumer's: its
   * next owner then reads those messages again.
   * @throws {UnavailableError} Kafka stayed away.
   */
  commit(topic: string, partition: number, nextOffset: number): Promise<boolean>;
  /** The partitions that are this consumer's. */
  assigned(): TopicPartition[];
  /** Lets `onBatch` finish, calls `onRevoked`, leaves the group. */
  stop(): Promise<void>;
  /** Resolves when the consumer has stopped; rejects with the error that ended it. */
  readonly ended: Promise<void>;
}
