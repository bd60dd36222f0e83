import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { encodeKafkajsBatch, encodeKafkajsRecord } from "../kafkajs_testing.ts";
import { crc32c } from "./crc32c.ts";
import { decodeRecordSet } from "./record_set.ts";

interface RecordInput {
  key?: string | null;
  value?: string | null;
  headers?: Record<string, string>;
}

/** A batch as kafkajs encodes it, at an offset. */
async function batchOf(
  messages: RecordInput[],
  { offset = 0, timestamp = 1000, transaction = 0, compression = 0 } = {},
): Promise<Buffer> {
  const records = messages.map(({ key = null, value = null, headers }, i) =>
    encodeKafkajsRecord({
      key,
      value,
      headers,
      offsetDelta: i,
      timestampDelta: i * 10,
    })
  );
  const encoded = await encodeKafkajsBatch({
    records,
    firstOffset: offset,
    firstTimestamp: timestamp,
    maxTimestamp: timestamp + 10 * messages.length,
    lastOffsetDelta: messages.length - 1,
    producerId: transaction,
    transactional: transaction > 0,
    compression: 0,
  });
  const bytes = Buffer.from(encoded.buffer);
  if (compression === 0) return bytes;
  const packed = (compression === 1 ? gzipSync : zstdCompressSync)(bytes.subarray(61));
  const whole = Buffer.concat([bytes.subarray(0, 61), packed]);
  whole.writeInt16BE(whole.readInt16BE(21) | compression, 21);
  return sealed(whole);
}

/** The batch with its length and checksum made right. */
function sealed(batch: Buffer): Buffer {
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeUInt32BE(crc32c(batch, 21), 17);
  return batch;
}

/** The marker that ends a transaction: type 0 aborted, 1 committed. */
async function marker(type: number, offset: number, producerId: number): Promise<Buffer> {
  const bytes = await batchOf([{ key: `\0\0\0${String.fromCharCode(type)}` }], {
    offset,
    transaction: producerId,
  });
  bytes.writeInt16BE(bytes.readInt16BE(21) | 0x20, 21);
  return sealed(bytes);
}

Deno.test("decodeRecordSet() reads what kafkajs wrote", async () => {
  const bytes = Buffer.concat([
    await batchOf([{ key: "a", value: "ü" }, { key: null, value: null }], { offset: 7 }),
    await batchOf([{ key: "", value: "x".repeat(300), headers: { h: "1", g: "é" } }], {
      offset: 2 ** 40,
      timestamp: 2 ** 41,
    }),
  ]);
  const { messages, nextOffset } = decodeRecordSet(bytes, { from: 7 });
  assert.equal(nextOffset, 2 ** 40 + 1);
  assert.deepEqual(
    messages.map((m) => [m.offset, m.timestamp, m.key?.toString(), m.value?.toString(), m.text()]),
    [
      [7, 1000, "a", "ü", "ü"],
      [8, 1010, undefined, undefined, null],
      [2 ** 40, 2 ** 41, "", "x".repeat(300), "x".repeat(300)],
    ],
  );
  assert.deepEqual(messages[0]!.headers, {});
  assert.deepEqual(messages[2]!.headers, { h: Buffer.from("1"), g: Buffer.from("é") });
});

Deno.test("decodeRecordSet() begins within a batch and leaves one that is cut off", async () => {
  const whole = await batchOf([{ value: "0" }, { value: "1" }, { value: "2" }]);
  const cut = (await batchOf([{ value: "3" }], { offset: 3 })).subarray(0, -1);
  const { messages, nextOffset } = decodeRecordSet(Buffer.concat([whole, cut]), { from: 1 });
  assert.deepEqual(messages.map((message) => message.text()), ["1", "2"]);
  assert.equal(nextOffset, 3);
});

Deno.test("decodeRecordSet() decompresses gzip and zstd", async () => {
  for (const compression of [1, 4]) {
    const bytes = await batchOf([{ value: "a" }, { value: "b" }], { compression });
    const { messages } = decodeRecordSet(bytes, { from: 0 });
    assert.deepEqual(messages.map((message) => message.text()), ["a", "b"]);
  }
});

Deno.test("decodeRecordSet() skips aborted transactions, and the markers of all", async () => {
  const bytes = Buffer.concat([
    await batchOf([{ value: "kept 1" }], { offset: 0, transaction: 1 }),
    await batchOf([{ value: "lost" }], { offset: 1, transaction: 2 }),
    await batchOf([{ value: "plain" }], { offset: 2 }),
    await marker(0, 3, 2),
    await batchOf([{ value: "kept 2" }], { offset: 4, transaction: 2 }),
    await marker(1, 5, 1),
    await marker(1, 6, 2),
  ]);
  const aborted = [{ producerId: 2n, firstOffset: 1 }];
  const { messages, nextOffset } = decodeRecordSet(bytes, { from: 0, aborted });
  assert.deepEqual(messages.map((message) => message.text()), ["kept 1", "plain", "kept 2"]);
  assert.equal(nextOffset, 7);
});
