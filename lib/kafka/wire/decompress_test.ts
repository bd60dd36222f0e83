import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { snappyCompress } from "hysnappy";
import { decompress } from "./decompress.ts";

const GZIP = 1, SNAPPY = 2, LZ4 = 3, ZSTD = 4;
const text = Buffer.from("one two three, one two three, one two three. ".repeat(4000));
const parts = [text.subarray(0, 65_536), text.subarray(65_536, 131_072), text.subarray(131_072)];

function uint32(write: "writeUInt32BE" | "writeUInt32LE", value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes[write](value);
  return bytes;
}

/** Blocks as snappy-java frames them. */
function javaSnappy(blocks: Uint8Array[]): Buffer {
  const header = Buffer.from("82534e41505059000000000100000001", "hex");
  const framed = blocks.flatMap((block) => [uint32("writeUInt32BE", block.length), block]);
  return Buffer.concat([header, ...framed]);
}

/** An LZ4 frame of blocks, those that are stored marked, with optional parts by `flags`. */
function lz4Frame(blocks: { bytes: Uint8Array; stored?: boolean }[], flags = 0): Buffer {
  const checksum = Buffer.alloc(flags & 0x10 ? 4 : 0, 0xcc);
  return Buffer.concat([
    Buffer.from([4, 0x22, 0x4d, 0x18, 0x60 | flags, 0x40]),
    Buffer.alloc(flags & 8 ? 9 : 1),
    ...blocks.flatMap(({ bytes, stored }) => [
      uint32("writeUInt32LE", bytes.length + (stored ? 2 ** 31 : 0)),
      bytes,
      checksum,
    ]),
    Buffer.alloc(flags & 4 ? 8 : 4),
  ]);
}

/** A block of `x` and then `more` bytes of 255, which repeat it. */
function repeated(more: number): Buffer {
  const lengths = Buffer.alloc(more + 1, 255);
  lengths[more] = 0;
  // One literal, a match at distance 1, and five literals, with which every block ends.
  return Buffer.concat([Buffer.from("\x1fx\x01\0", "latin1"), lengths, Buffer.from("\x50yyyyy")]);
}

Deno.test("decompress() unpacks raw snappy, and snappy-java's blocks", () => {
  const compress = (bytes: Buffer) => snappyCompress(bytes);
  assert.deepEqual(decompress(Buffer.from(compress(text)), SNAPPY), text);
  assert.deepEqual(decompress(javaSnappy(parts.map(compress)), SNAPPY), text);
});

Deno.test("decompress() unpacks LZ4 frames of several blocks, with and without checksums", () => {
  const stored = parts.map((bytes) => ({ bytes, stored: true }));
  for (const flags of [0, 4, 8, 0x10, 0x1c]) {
    assert.deepEqual(decompress(lz4Frame(stored, flags), LZ4), text, `flags ${flags}`);
    const blocks = [{ bytes: repeated(2) }, ...stored];
    const wanted = Buffer.concat([Buffer.from("x".repeat(1 + 4 + 15 + 2 * 255) + "yyyyy"), text]);
    assert.deepEqual(decompress(lz4Frame(blocks, flags), LZ4), wanted, `flags ${flags}`);
  }
  assert.throws(() => decompress(lz4Frame([], 1), LZ4), /it needs a dictionary/);
});

Deno.test("decompress() takes no memory for what unpacks to more than the limit", () => {
  const zeros = Buffer.alloc(8 << 20);
  const bombs: Record<string, [number, Buffer]> = {
    gzip: [GZIP, gzipSync(zeros)],
    zstd: [ZSTD, zstdCompressSync(zeros)],
    snappy: [SNAPPY, Buffer.from(snappyCompress(zeros))],
    "snappy, a size of 4 GB": [SNAPPY, Buffer.from("ffffffff0f00", "hex")],
    "snappy-java, many blocks": [
      SNAPPY,
      javaSnappy(Array.from({ length: 100_000 }, () => Buffer.from("ffffffff0f00", "hex"))),
    ],
    lz4: [LZ4, lz4Frame(Array.from({ length: 1000 }, () => ({ bytes: repeated(200) })))],
  };
  for (const [name, [codec, bytes]] of Object.entries(bombs)) {
    assert.throws(
      () => decompress(bytes, codec, 1 << 20),
      /^UnreadableError: it unpacks to more than 1 MiB/,
      name,
    );
  }
});

Deno.test("decompress() names what is damaged", () => {
  const packed: Record<string, [number, Buffer]> = {
    gzip: [GZIP, gzipSync(text).subarray(0, -20)],
    snappy: [SNAPPY, Buffer.from(snappyCompress(text)).subarray(0, -20)],
    "snappy of nothing": [SNAPPY, Buffer.alloc(0)],
    "snappy-java": [SNAPPY, javaSnappy([snappyCompress(text)]).subarray(0, -20)],
    "snappy-java, a negative length": [
      SNAPPY,
      Buffer.concat([javaSnappy([]), Buffer.alloc(4, 255)]),
    ],
    lz4: [LZ4, lz4Frame([{ bytes: text, stored: true }]).subarray(0, -20)],
    "lz4 without an end": [LZ4, lz4Frame([{ bytes: repeated(3) }]).subarray(0, -4)],
    "lz4, a block cut off": [LZ4, lz4Frame([{ bytes: repeated(3).subarray(0, 6) }])],
    "lz4, a match before the start": [LZ4, lz4Frame([{ bytes: repeated(3).fill(9, 2, 3) }])],
    "lz4, a block larger than said": [LZ4, lz4Frame([{ bytes: repeated(300) }])],
    zstd: [ZSTD, Buffer.from("no zstd at all")],
  };
  for (const [name, [codec, bytes]] of Object.entries(packed)) {
    assert.throws(
      () => decompress(bytes, codec),
      /^UnreadableError: its \w+ data is damaged/,
      name,
    );
  }
  assert.deepEqual(decompress(Buffer.from(snappyCompress(text)), SNAPPY), text, "goes on after");
});
