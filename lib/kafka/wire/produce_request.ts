import type { Buffer } from "node:buffer";
import { Decoder, Encoder, type Exchange } from "../kafkajs_internals.ts";

/** One sealed batch on its way to one partition. */
export interface PartitionBatch {
  topic: string;
  partition: number;
  bytes: Buffer;
}

/** Kafka's answer to a batch: the offset of its first message, or an error code. */
export interface PartitionResult {
  topic: string;
  partition: number;
  errorCode: number;
  baseOffset: number;
}

/**
 * A produce request, version 7, at acks=all, for batches that are already encoded, at most one for
 * each partition. Source: https://kafka.apache.org/protocol#The_Messages_Produce
 */
export function produceRequest(batches: PartitionBatch[]): Exchange<PartitionResult[]> {
  const byTopic = Map.groupBy(batches, (batch) => batch.topic);
  function encode() {
    const size = batches.reduce((sum, batch) => sum + batch.bytes.length + 300, 100);
    const encoder = new Encoder(size);
    encoder.writeString(null).writeInt16(-1).writeInt32(30_000).writeInt32(byTopic.size);
    for (const [topic, parts] of byTopic) {
      encoder.writeString(topic).writeInt32(parts.length);
      for (const { partition, bytes } of parts) encoder.writeInt32(partition).writeBytes(bytes);
    }
    return Promise.resolve(encoder);
  }
  function decode(raw: Buffer) {
    const decoder = new Decoder(raw);
    const results: PartitionResult[] = [];
    for (let topics = decoder.readInt32(); topics > 0; topics--) {
      const topic = decoder.readString();
      for (let partitions = decoder.readInt32(); partitions > 0; partitions--) {
        const partition = decoder.readInt32();
        const errorCode = decoder.readInt16();
        const baseOffset = Number(decoder.readInt64());
        decoder.readInt64(); // log append time
        decoder.readInt64(); // log start offset
        results.push({ topic, partition, errorCode, baseOffset });
      }
    }
    return Promise.resolve({ results, clientSideThrottleTime: decoder.readInt32() });
  }
  return {
    request: { apiKey: 0, apiVersion: 7, apiName: "Produce", encode },
    response: {
      decode,
      parse: (decoded) => Promise.resolve((decoded as { results: PartitionResult[] }).results),
    },
  };
}
