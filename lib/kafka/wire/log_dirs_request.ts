import type { Buffer } from "node:buffer";
import { Decoder, Encoder, type Exchange } from "../kafkajs_internals.ts";

/** Bytes that one copy of a partition takes on a broker. */
export interface PartitionSize {
  topic: string;
  partition: number;
  bytes: number;
}

/**
 * Asks a broker how many bytes each partition takes on its disks: version 1, the last that is not
 * "flexible", of a request that kafkajs does not have.
 * Source: https://kafka.apache.org/protocol#The_Messages_DescribeLogDirs
 *
 * @param topics Their partitions on this broker.
 * @returns A copy that is being moved between disks is not counted.
 */
export function logDirsRequest(
  topics: readonly { topic: string; partitions: readonly number[] }[],
): Exchange<PartitionSize[]> {
  const numbers = (values: readonly number[]) =>
    values.reduce((encoder, value) => encoder.writeInt32(value), new Encoder());
  function encode() {
    const encoder = new Encoder().writeInt32(topics.length);
    for (const { topic, partitions } of topics) {
      encoder.writeString(topic).writeInt32(partitions.length).writeEncoder(numbers(partitions));
    }
    return Promise.resolve(encoder);
  }
  function decode(raw: Buffer) {
    const decoder = new Decoder(raw);
    const clientSideThrottleTime = decoder.readInt32();
    const sizes: PartitionSize[] = [];
    for (let folders = decoder.readInt32(); folders > 0; folders--) {
      decoder.readInt16(); // error code: a folder that cannot be read has no topics
      decoder.readString(); // the folder
      for (let count = decoder.readInt32(); count > 0; count--) {
        const topic = decoder.readString() ?? "";
        for (let left = decoder.readInt32(); left > 0; left--) {
          const partition = decoder.readInt32();
          const bytes = Number(decoder.readInt64());
          decoder.readInt64(); // how far it is behind
          if (!decoder.readBoolean()) sizes.push({ topic, partition, bytes });
        }
      }
    }
    return Promise.resolve({ sizes, clientSideThrottleTime });
  }
  return {
    request: { apiKey: 35, apiVersion: 1, apiName: "DescribeLogDirs", encode },
    response: {
      decode,
      parse: (decoded) => Promise.resolve((decoded as { sizes: PartitionSize[] }).sizes),
    },
  };
}
