import type { Buffer } from "node:buffer";
import { createErrorFromCode, Decoder, type Exchange, fetchV11 } from "../kafkajs_internals.ts";
import type { IncomingMessage } from "./incoming_message.ts";
import { decodeRecordSet } from "./record_set.ts";

/** Messages of one partition, in order. */
export interface IncomingBatch {
  topic: string;
  partition: number;
  /** Rarely empty: if only the markers of transactions were read. */
  messages: IncomingMessage[];
  /** The offset after the batch: what to commit when all of it is done. */
  nextOffset: number;
  /** Offset after the partition's last message that readers may see, at the time of reading. */
  highWatermark: number;
}

/** Where to read a partition on. */
export interface Position {
  topic: string;
  partition: number;
  offset: number;
}

/** How much to read in one request. */
export interface FetchLimits {
  /** Maximum bytes of one partition. */
  maxBytesPerPartition: number;
  /** Maximum bytes of all partitions together. */
  maxBytes: number;
  /** Minimum bytes to answer with before `maxWait` is over. */
  minBytes: number;
  /** Longest wait for new messages, in milliseconds. */
  maxWait: number;
}

/** Kafka has no message at a position, or has it no longer. */
export class OffsetOutOfRangeError extends Error {
  override name = "OffsetOutOfRangeError";

  constructor(readonly position: Position) {
    super(`No offset ${position.offset} in ${position.topic}/${position.partition}`);
  }
}

/**
 * A fetch request, version 11, for committed messages. Our decoding of the response takes half the
 * time of kafkajs's. Source: https://kafka.apache.org/protocol#The_Messages_Fetch
 */
export function fetchRequest(
  positions: Position[],
  limits: FetchLimits,
): Exchange<IncomingBatch[]> {
  const request = fetchV11({
    replicaId: -1,
    isolationLevel: 1, // read committed
    maxWaitTime: limits.maxWait,
    minBytes: limits.minBytes,
    maxBytes: limits.maxBytes,
    topics: [...Map.groupBy(positions, ({ topic }) => topic)].map(([topic, list]) => ({
      topic,
      partitions: list.map(({ partition, offset }) => ({
        partition,
        fetchOffset: String(offset),
        maxBytes: limits.maxBytesPerPartition,
      })),
    })),
  });
  function decode(raw: Buffer) {
    const decoder = new Decoder(raw);
    const clientSideThrottleTime = decoder.readInt32();
    check(decoder.readInt16());
    decoder.readInt32(); // fetch session: not used
    const batches: IncomingBatch[] = [];
    for (let topics = decoder.readInt32(); topics > 0; topics--) {
      const topic = decoder.readString();
      for (let left = decoder.readInt32(); left > 0; left--) {
        batches.push(decodePartition(decoder, topic));
      }
    }
    return { batches, clientSideThrottleTime };
  }
  function decodePartition(decoder: Decoder, topic: string): IncomingBatch {
    const partition = decoder.readInt32();
    const errorCode = decoder.readInt16();
    decoder.readInt64(); // high watermark, with transactions that are still open
    const highWatermark = Number(decoder.readInt64());
    decoder.readInt64(); // log start offset
    const aborted = [];
    for (let left = decoder.readInt32(); left > 0; left--) {
      const producerId = decoder.readInt64() as bigint;
      aborted.push({ producerId, firstOffset: Number(decoder.readInt64()) });
    }
    decoder.readInt32(); // preferred read replica
    const records = decoder.readBytes();
    const position = positions.find((at) => at.topic === topic && at.partition === partition)!;
    if (errorCode === 1) throw new OffsetOutOfRangeError(position);
    check(errorCode);
    const from = position.offset;
    const found = records ? decodeRecordSet(records, { from, aborted }) : undefined;
    const { messages = [], nextOffset = from } = found ?? {};
    return { topic, partition, messages, nextOffset, highWatermark };
  }
  return {
    request,
    // What `decode` throws reaches the caller of `send`.
    response: {
      decode: (raw) => Promise.resolve(decode(raw)),
      parse: (decoded) => Promise.resolve((decoded as { batches: IncomingBatch[] }).batches),
    },
  };
}

function check(errorCode: number): void {
  if (errorCode !== 0) throw createErrorFromCode(errorCode);
}
