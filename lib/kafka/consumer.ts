import type { KafkaClient } from "./client.ts";
import type { IncomingBatch } from "./wire/fetch_request.ts";
import type { TopicPartition } from "./group/member.ts";
import { GroupConsumer } from "./group/group_consumer.ts";

export type { IncomingBatch } from "./wire/fetch_request.ts";
export type { TopicPartition } from "./group/member.ts";
export type { IncomingMessage } from "./wire/incoming_message.ts";

/** What {@linkcode consume} takes. */
export interface ConsumeOptions {
  /** The consumer group; its committed offsets say where to read on. */
  groupId: string;
  topics: string[];
  /** Where to start where the group has committed nothing. @default true */
  fromBeginning?: boolean;
  /**
   * Takes a batch. Reading goes on when it resolves, so that it may keep the batch and commit it
   * later. It may await as long as it likes, but not compute for longer than the session timeout
   * without awaiting. What it throws ends the consumer.
   */
  onBatch(batch: IncomingBatch, consumer: Consumer): Promise<void> | void;
  /** Told which partitions are this consumer's now, before their first batch. */
  onAssigned?(partitions: TopicPartition[], consumer: Consumer): Promise<void> | void;
  /**
   * Told that these partitions are given up: in a rebalance, and when the consumer stops. While it
   * runs they still are this consumer's: finish and commit what is pending, then forget it. Called
   * never while `onBatch` runs. The group waits for it, up to the rebalance timeout.
   */
  onRevoked?(partitions: TopicPartition[], consumer: Consumer): Promise<void> | void;
  /** Stops the consumer, as `stop()`. */
  signal?: AbortSignal;
  /** Most bytes of one partition in one batch. @default 16777216 */
  maxBytesPerPartition?: number;
  /** Most bytes of all partitions read at a time. @default 33554432 */
  maxBytes?: number;
  /** Fewest bytes to read before `maxWait` is over. @default 1 */
  minBytes?: number;
  /** Longest wait for new messages, in milliseconds. @default 250 */
  maxWait?: number;
  /**
   * After this long without a sign of life, in milliseconds, the group goes on without this
   * consumer; 6000 is the least that brokers allow by default. @default 6000
   */
  sessionTimeout?: number;
  /** How long the group waits for `onBatch` and `onRevoked` in a rebalance, in milliseconds. @default 60000 */
  rebalanceTimeout?: number;
  /** With messages left to read and none coming for so long, in milliseconds, all is begun anew. @default 20000 */
  stallTimeout?: number;
}

/** A member of a consumer group at work. */
export interface Consumer {
  /**
   * Stores how far a partition is done.
   *
   * @param nextOffset Offset of the last message that is done, plus 1.
   * @returns True when Kafka has it; false where the partition no longer is this consumer's: then
   * whoever owns it reads those messages again.
   * @throws {UnavailableError} Kafka stayed away.
   */
  commit(topic: string, partition: number, nextOffset: number): Promise<boolean>;
  /** The partitions that are this consumer's. */
  assigned(): TopicPartition[];
  /** Lets `onBatch` finish, calls `onRevoked`, leaves the group. */
  stop(): Promise<void>;
  /** Resolves when the consumer has stopped; rejects with what ended it. */
  readonly ended: Promise<void>;
}

/**
 * Reads topics as a member of a consumer group, one batch at a time, each message at least once.
 * Commits nothing by itself.
 *
 * @returns The consumer, when it has joined the group.
 * @throws {UnavailableError} Kafka cannot be reached.
 */
export async function consume(kafka: KafkaClient, options: ConsumeOptions): Promise<Consumer> {
  const consumer = new GroupConsumer(kafka, options);
  const stop = () => void consumer.stop().catch(() => {});
  options.signal?.addEventListener("abort", stop);
  consumer.ended.catch(() => {}).finally(() => options.signal?.removeEventListener("abort", stop));
  await consumer.joined;
  return consumer;
}
