import { Buffer } from "node:buffer";
import { decompressLz4Raw } from "hyparquet-compressors/src/lz4.js";
import { tooLarge } from "./too_large.ts";

const MAGIC = 0x184d2204;
/** Bits of the frame's flags. */
const VERSION = 0xc0, BLOCK_CHECKSUM = 0x10, CONTENT_SIZE = 0x08, DICTIONARY = 0x01;
/** Set in the length of a block that is not compressed. */
const STORED = 0x80000000;

interface Block {
  bytes: Buffer;
  stored: boolean;
  /** Bytes that it unpacks to. */
  size: number;
}

/**
 * Unpacks an LZ4 frame of independent blocks: Kafka has no others. The frame's own checksums are
 * not looked at, since the batch's covers the same bytes.
 * Source: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 *
 * @throws {Error} The data is damaged, or unpacks to more than `limit` bytes.
 */
export function unpackLz4(frame: Buffer, limit: number): Buffer {
  const blocks: Block[] = [];
  let size = 0;
  for (const block of blocksOf(frame)) {
    size += block.size;
    if (size > limit) throw tooLarge();
    blocks.push(block);
  }
  const unpacked = Buffer.allocUnsafe(size);
  let at = 0;
  for (const block of blocks) {
    unpacked.set(block.stored ? block.bytes : decompressLz4Raw(block.bytes, block.size), at);
    at += block.size;
  }
  return unpacked;
}

function* blocksOf(frame: Buffer): Generator<Block> {
  if (frame.length < 7 || frame.readUInt32LE(0) !== MAGIC) throw new Error("it is no LZ4 frame");
  const flags = frame[4]!;
  if ((flags & VERSION) !== 0x40) throw new Error("its frame has an unknown version");
  if (flags & DICTIONARY) throw new Error("it needs a dictionary");
  const largest = 1 << 8 + 2 * (frame[5]! >>> 4 & 7); // 4 to 7: 64 KiB to 4 MiB
  for (let at = flags & CONTENT_SIZE ? 15 : 7;;) {
    if (at + 4 > frame.length) throw new Error("its frame has no end");
    const length = frame.readUInt32LE(at);
    if (length === 0) return;
    const stored = length >= STORED;
    const end = at + 4 + (stored ? length - STORED : length);
    if (end > frame.length) throw new Error("it ends within a block");
    const bytes = frame.subarray(at + 4, end);
    const size = stored ? bytes.length : unpackedSize(bytes);
    if (size > largest) throw new Error(`a block unpacks to more than ${largest} bytes`);
    yield { bytes, stored, size };
    at = end + (flags & BLOCK_CHECKSUM ? 4 : 0);
  }
}

/**
 * Bytes that a block unpacks to, which nothing in it says: the lengths of its literals and matches.
 * Source: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
function unpackedSize(block: Buffer): number {
  let at = 0;
  const lengthFrom = (nibble: number) => {
    let length = nibble;
    for (let more = nibble === 15; more;) {
      const byte = block[at++] ?? NaN; // NaN after the end: no check below lets it pass
      length += byte;
      more = byte === 255;
    }
    return length;
  };
  for (let size = 0;;) {
    const token = block[at++] ?? NaN;
    const literals = lengthFrom(token >>> 4);
    size += literals;
    at += literals;
    if (at === block.length) return size;
    at += 2; // distance of the match
    size += 4 + lengthFrom(token & 15);
    if (!(at < block.length)) throw new Error("a block ends too early");
  }
}
