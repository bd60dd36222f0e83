/** For tests: record batches that our own producer does not write. */
import { Buffer } from "node:buffer";
import { zstdCompressSync } from "node:zlib";
import type { KafkaClient } from "./client.ts";
import { crc32c } from "./wire/crc32c.ts";
import { MAX_UNPACKED } from "./wire/decompress.ts";
import { produceRequest } from "./wire/produce_request.ts";
import { RecordBatch } from "./wire/record_batch.ts";

/** A batch of one message, some kilobytes, that unpacks to more than is read. */
export function bomb(): Buffer {
  const batch = new RecordBatch(MAX_UNPACKED + 1000);
  batch.add({ key: null, value: Buffer.alloc(MAX_UNPACKED) }, Date.now());
  const bytes = batch.seal();
  const packed = Buffer.concat([bytes.subarray(0, 61), zstdCompressSync(bytes.subarray(61))]);
  packed.writeInt32BE(packed.length - 12, 8);
  packed.writeInt16BE(4, 21);
  packed.writeUInt32BE(crc32c(packed, 21), 17);
  return packed;
}

/** Writes a {@linkcode bomb} into partition 0 of a topic, through the broker, which accepts it. */
export async function writeBomb(kafka: KafkaClient, topic: string): Promise<void> {
  const cluster = kafka.newCluster();
  try {
    await cluster.connect();
    await cluster.addMultipleTargetTopics([topic]);
    const { leader } = cluster.findTopicPartitionMetadata(topic)[0]!;
    const { connectionPool } = await cluster.findBroker({ nodeId: leader });
    const request = produceRequest([{ topic, partition: 0, bytes: bomb() }]);
    const [result] = await connectionPool.send(request);
    if (result?.errorCode !== 0) throw new Error(`Kafka refused it: code ${result?.errorCode}`);
  } finally {
    await cluster.disconnect();
  }
}
