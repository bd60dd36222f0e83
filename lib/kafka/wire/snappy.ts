import { Buffer } from "node:buffer";
import { snappyUncompressor } from "hysnappy";
import { tooLarge } from "./too_large.ts";

/** Begins the blocks of snappy-java, which Kafka's own producer writes; librdkafka writes one raw block. */
const MAGIC = Buffer.from("\x82SNAPPY\0", "latin1");
/** Bytes of the magic and two versions. */
const JAVA_HEADER = 16;

let uncompress: ReturnType<typeof snappyUncompressor> | undefined;

/**
 * Unpacks snappy data: one raw block, or snappy-java's blocks with their lengths.
 * Source: https://github.com/xerial/snappy-java#compatibility-notes
 *
 * @throws {Error} The data is damaged, or unpacks to more than `limit` bytes.
 */
export function unpackSnappy(packed: Buffer, limit: number): Buffer {
  const blocks = packed.subarray(0, MAGIC.length).equals(MAGIC) ? [...blocksOf(packed)] : [packed];
  const sizes = blocks.map(unpackedSize);
  const size = sizes.reduce((sum, one) => sum + one, 0);
  if (size > limit) throw tooLarge();
  const unpacked = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [i, block] of blocks.entries()) {
    unpacked.set(unpackBlock(block, sizes[i]!), at);
    at += sizes[i]!;
  }
  return unpacked;
}

function* blocksOf(packed: Buffer): Generator<Buffer> {
  for (let at = JAVA_HEADER; at < packed.length;) {
    if (at + 4 > packed.length) throw new Error("it ends within a block's length");
    const end = at + 4 + packed.readInt32BE(at);
    if (end <= at + 4 || end > packed.length) throw new Error(`no block can end at byte ${end}`);
    yield packed.subarray(at + 4, end);
    at = end;
  }
}

/** The size that a block begins with, as a varint. */
function unpackedSize(block: Buffer): number {
  let size = 0;
  for (let i = 0; i < 5; i++) {
    const byte = block[i];
    if (byte === undefined) break;
    size += (byte & 127) * 128 ** i;
    if (byte < 128) return size;
  }
  throw new Error("a block has no size");
}

function unpackBlock(block: Buffer, size: number): Uint8Array {
  uncompress ??= snappyUncompressor();
  try {
    return uncompress(block, size);
  } catch (error) {
    uncompress = undefined; // its memory may be in disorder
    throw error;
  }
}
