import type { Buffer } from "node:buffer";
import type { Cluster, FetchedMessage } from "./internals.ts";

/** A message as it was read. */
export interface IncomingMessage {
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer | Buffer[]>;
  offset: number;
  /** Milliseconds since 1970. */
  timestamp: number;
}

/** Messages of one partition, in order. */
export interface IncomingBatch {
  topic: string;
  partition: number;
  messages: IncomingMessage[];
  /** Offset after the partition's last message at the time of reading. */
  highWatermark: number;
}

/** A batch and where to read on, which may lie behind messages that are not for readers. */
export interface Fetched extends IncomingBatch {
  nextOffset: number;
}

/** Where to read a partition. */
export interface Position {
  topic: string;
  partition: number;
  offset: number;
}

/** How much to read in one go. */
export interface FetchLimits {
  /** Most bytes of one partition. */
  maxBytesPerPartition: number;
  /** Most bytes of all partitions together. */
  maxBytes: number;
  /** Fewest bytes to answer with before `maxWait` is over. */
  minBytes: number;
  /** Longest wait for new messages, in milliseconds. */
  maxWait: number;
}

/** Reads once from every position, each from its partition's leader. */
export async function fetchOnce(
  cluster: Cluster,
  positions: Position[],
  limits: FetchLimits,
): Promise<Fetched[]> {
  await cluster.refreshMetadataIfNecessary();
  const byLeader = Map.groupBy(
    positions,
    ({ topic, partition }) =>
      cluster.findTopicPartitionMetadata(topic).find((meta) => meta.partitionId === partition)
        ?.leader ?? -1,
  );
  const fetched = await Promise.all([...byLeader].map(async ([nodeId, wanted]) => {
    const broker = await cluster.findBroker({ nodeId });
    const { responses } = await broker.fetch({
      isolationLevel: 1,
      maxWaitTime: limits.maxWait,
      minBytes: limits.minBytes,
      maxBytes: limits.maxBytes,
      topics: [...Map.groupBy(wanted, ({ topic }) => topic)].map(([topic, list]) => ({
        topic,
        partitions: list.map(({ partition, offset }) => ({
          partition,
          fetchOffset: String(offset),
          maxBytes: limits.maxBytesPerPartition,
        })),
      })),
    });
    return responses.flatMap(({ topicName: topic, partitions }) =>
      partitions.map(({ partition, highWatermark, messages }) => {
        const from = wanted.find((at) => at.topic === topic && at.partition === partition)!.offset;
        return {
          topic,
          partition,
          highWatermark: Number(highWatermark),
          ...taken(messages, from),
        };
      })
    );
  }));
  return fetched.flat();
}

function taken(all: FetchedMessage[], from: number) {
  const messages: IncomingMessage[] = [];
  let nextOffset = from;
  for (const message of all) {
    const offset = Number(message.offset);
    if (offset < from) continue; // a compressed batch is sent whole
    nextOffset = offset + 1;
    if (message.isControlRecord) continue;
    const { key, value, headers, timestamp } = message;
    messages.push({ key, value, headers, offset, timestamp: Number(timestamp) });
  }
  return { messages, nextOffset };
}
