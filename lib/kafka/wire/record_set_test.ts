import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { crc32, gzipSync, zstdCompressSync } from "node:zlib";
import { encodeKafkajsBatch, encodeKafkajsRecord } from "../kafkajs_testing.ts";
import { crc32c } from "./crc32c.ts";
import type { IncomingMessage } from "./incoming_message.ts";
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

/** Written by MemoryRecords of Kafka's own client 4.1.2: the same three records at offset 42. */
const BY_JAVA = {
  none: "AAAAAAAAACoAAACT/////wIoc+M3AAAAAAACAAABi8/laAAAAAGLz+VoB///////////////////AAAAA0oAAAAE" +
    "azA6dmFsdWUgdmFsdWUgdmFsdWUgdmFsdWUgdmFsdWUAZAAOAgE2w7wsIHZhbHVlIHZhbHVlIHZhbHVlIHZhbHVlBAJo" +
    "FnZhbHVlIHZhbHVlAm4BEAABBARrMgEA",
  gzip: "AAAAAAAAACoAAABz/////wK5ONa7AAEAAAACAAABi8/laAAAAAGLz+VoB///////////////////AAAAAx+LCAAA" +
    "AAAAAP/zYmBgYMk2sCpLzClNVcBBMqQw8DExmh3eo4NLBQtThhgSlymPUYCBkYUl24iRAQDMZoz0YgAAAA==",
  snappy:
    "AAAAAAAAACoAAAB6/////wI/77+UAAIAAAACAAABi8/laAAAAAGLz+VoB///////////////////AAAAA4JTTkFQ" +
    "UFkAAAAAAQAAAAEAAAA1YjRKAAAABGswOnZhbHVlIFoGACQAZAAOAgE2w7wsXiIADAQCaBYdPSwCbgEQAAEEBGsyAQA=",
  lz4: "AAAAAAAAACoAAAB0/////wK2NSSLAAMAAAACAAABi8/laAAAAAGLz+VoB///////////////////AAAAAwQiTRhg" +
    "QII0AAAA70oAAAAEazA6dmFsdWUgBgAErwBkAA4CATbDvCwiAAVHBAJoFj0AwAJuARAAAQQEazIBAAAAAAA=",
  zstd: "AAAAAAAAACoAAABx/////wK+7SUoAAQAAAACAAABi8/laAAAAAGLz+VoB///////////////////AAAAAyi1L/0A" +
    "WKQBAIQCSgAAAARrMDp2YWx1ZSAAZAAOAgE2w7wsBAJoFgJuARAAAQQEazIBAAMAPg1SFIikLkoBAAA=",
};

for (const [codec, base64] of Object.entries(BY_JAVA)) {
  Deno.test(`decodeRecordSet() reads what Kafka's own client wrote: ${codec}`, () => {
    const bytes = Buffer.from(base64, "base64");
    const { messages, nextOffset } = decodeRecordSet(bytes, { from: 42, highWatermark: 45 });
    assert.deepEqual(
      messages.map((m) => [m.offset, m.timestamp, m.key?.toString(), m.text(), { ...m.headers }]),
      [
        [42, 1700000000000, "k0", "value value value value value", {}],
        [43, 1700000000007, undefined, "ü, value value value value", {
          h: Buffer.from("value value"),
          n: null,
        }],
        [44, 1699999999999, "k2", null, {}],
      ],
    );
    assert.equal(nextOffset, 45);
  });
}

/** Offsets, with the text or why there is none. */
function outcome({ messages }: { messages: IncomingMessage[] }): (string | null | undefined)[] {
  return messages.map((m) => `${m.offset} ${m.unreadable ?? m.text()}`);
}

/** A batch of two records at offset 1 whose bytes were changed, between good ones, read to the end. */
async function readAround(change: (batch: Buffer) => Buffer | void) {
  const bad = await batchOf([{ value: "x" }, { value: "y" }], { offset: 1 });
  const changed = change(bad) ?? bad;
  const all = [
    await batchOf([{ value: "before" }]),
    changed,
    await batchOf([{ value: "after" }], { offset: 3 }),
  ];
  const first = decodeRecordSet(Buffer.concat(all), { from: 0, highWatermark: 4 });
  if (first.suspect === undefined) return first;
  assert.deepEqual(outcome(first), ["0 before"]);
  assert.equal(first.nextOffset, 1);
  const again = { from: 1, suspect: first.suspect, highWatermark: 4 };
  const second = decodeRecordSet(Buffer.concat(all.slice(1)), again);
  return { ...second, messages: [...first.messages, ...second.messages] };
}

Deno.test("decodeRecordSet() names each offset of a batch that it cannot read, and goes on", async () => {
  const codec = (number: number) => (batch: Buffer) => {
    batch.writeInt16BE(number, 21);
    sealed(batch);
  };
  const old = (batch: Buffer) => { // the version 1 has another checksum
    batch[16] = 1;
    batch.writeUInt32BE(crc32(batch.subarray(16)), 12);
    batch.writeBigInt64BE(2n, 0); // a set of messages has the offset of its last one
  };
  // After the header: length, attributes, timestamp, offset, key's length, value's length, value, headers.
  const lengths = { 61: "the record's length", 65: "the key's", 66: "the value's", 68: "headers" };
  const cases: [string, (batch: Buffer) => Buffer | void, RegExp][] = [
    ["codec 5", codec(5), /compression, number 5, is unknown\. Let its producer use none, gzip, /],
    ["gzip", codec(1), /gzip data is damaged: incorrect header check/],
    ["snappy", codec(2), /snappy data is damaged/],
    ["lz4", codec(3), /lz4 data is damaged: it is no LZ4 frame/],
    ["zstd", codec(4), /zstd data is damaged/],
    ["checksum", (batch) => void (batch[70]! ^= 1), /checksum is wrong, also when fetched again/],
    ["count", (batch) => void sealed(writeInt32(batch, 3, 57)), /damaged, from number 3 of 3/],
    [
      "more",
      (batch) => void sealed(writeInt32(batch, 1, 57)),
      /bytes are left after its 1 records/,
    ],
    ["2^31 records", (batch) => void sealed(writeInt32(batch, 2 ** 31 - 1, 57)), /2147483647 rec/],
    ["negative count", (batch) => void sealed(writeInt32(batch, -1, 57)), /bytes are left/],
    ...Object.entries(lengths).map(([at, what]): typeof cases[number] => [
      what,
      (batch) => {
        batch[Number(at)] = 127;
        sealed(batch);
      },
      /records are damaged, from number 1 of 2/,
    ]),
    ["version 1", old, /^offset|format, version 1, is not 2/],
  ];
  for (const [name, change, reason] of cases) {
    const { messages, nextOffset } = await readAround(change);
    assert.equal(nextOffset, 4, name);
    assert.deepEqual([messages[0]!.text(), messages.at(-1)!.text()], ["before", "after"], name);
    const bad = messages.slice(1, -1);
    assert.deepEqual(
      bad.map(({ offset }) => offset),
      /^more|^nega|^ver/.test(name) ? [2] : [1, 2],
      name,
    );
    for (const message of bad) {
      assert.match(message.unreadable!, reason);
      assert.match(message.unreadable!, /^cannot read the batch of offset/);
      assert.deepEqual([message.key, message.value, message.text()], [null, null, undefined]);
    }
  }
});

function writeInt32(batch: Buffer, value: number, at: number): Buffer {
  batch.writeInt32BE(value, at);
  return batch;
}

Deno.test("decodeRecordSet() passes over no record after a damaged marker", async () => {
  const aborted = [{ producerId: 2n, firstOffset: 0 }];
  const damaged = await marker(0, 1, 2);
  damaged[damaged.length - 1]! ^= 1;
  const bytes = Buffer.concat([
    await batchOf([{ value: "aborted" }], { offset: 0, transaction: 2 }),
    damaged,
    await batchOf([{ value: "committed" }], { offset: 2, transaction: 2 }),
    await batchOf([{ value: "plain" }], { offset: 3 }),
  ]);
  const { messages } = decodeRecordSet(bytes, { from: 0, aborted, suspect: 1 });
  assert.deepEqual(
    messages.map((one) => [one.offset, one.unreadable ? "unreadable" : one.text()]),
    [[1, "unreadable"], [2, "committed"], [3, "plain"]],
  );
});

Deno.test("decodeRecordSet() fetches a batch again before it gives it up", async () => {
  const good = await batchOf([{ value: "a" }], { offset: 5 });
  const bad = Buffer.from(good);
  bad[65]! ^= 4;
  assert.equal(decodeRecordSet(bad, { from: 5 }).suspect, 5);
  const again = decodeRecordSet(good, { from: 5, suspect: 5 });
  assert.deepEqual([outcome(again), again.suspect], [["5 a"], undefined]);
});

Deno.test("decodeRecordSet() refuses a batch whose offsets it cannot know, once fetched again", async () => {
  const changes: [(batch: Buffer) => unknown, RegExp][] = [
    [(batch) => batch.writeInt32BE(-5, 8), /no possible length/],
    [(batch) => batch.writeInt32BE(0, 8), /no possible length/],
    [(batch) => batch.writeInt32BE(2 ** 31 - 1, 8), /no possible length/],
    [(batch) => batch.writeBigInt64BE(2n ** 62n, 0), /its offsets are|it ends at/],
    [(batch) => batch.writeBigInt64BE(-1n, 0), /its offsets are -1/],
    [(batch) => batch.writeBigInt64BE(0n, 0), /its offsets are 0 to 0/],
    [(batch) => batch.writeInt32BE(-1, 23), /its offsets are/],
    [(batch) => batch.writeInt32BE(1000, 23), /it ends at 1001, but the partition ends before 2/],
    [(batch) => batch[16] = 3, /has the format 3/],
    [(batch) => batch[16] = 0, /has the format 0/],
  ];
  for (const [change, reason] of changes) {
    const bytes = await batchOf([{ value: "a" }], { offset: 1 });
    change(bytes);
    const options = { from: 1, highWatermark: 2 };
    assert.equal(decodeRecordSet(bytes, options).suspect, 1);
    assert.throws(() => decodeRecordSet(bytes, { ...options, suspect: 1 }), reason);
  }
});

Deno.test("decodeRecordSet() unpacks no more than its budget at once", async () => {
  const batches = await Promise.all(
    [0, 1, 2].map((offset) => batchOf([{ value: "x".repeat(1000) }], { offset, compression: 4 })),
  );
  const { messages, nextOffset, unpacked } = decodeRecordSet(Buffer.concat(batches), {
    from: 0,
    budget: 1500,
  });
  assert.deepEqual([messages.length, nextOffset], [2, 2]);
  assert.ok(unpacked >= 2000);
});

Deno.test("IncomingMessage.text() is undefined if the value is not UTF-8", async () => {
  const bytes = await batchOf([{ value: "ab" }]);
  bytes.set([0xff, 0xfe], bytes.indexOf("ab"));
  const [message] = decodeRecordSet(sealed(bytes), { from: 0 }).messages;
  assert.equal(message!.text(), undefined);
  assert.deepEqual(message!.value, Buffer.from([0xff, 0xfe]));
});
