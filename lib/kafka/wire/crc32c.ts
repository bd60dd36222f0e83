/** Sixteen tables of 256 entries, for sixteen bytes at a time. */
const TABLE = new Int32Array(16 * 256);
for (let n = 0; n < 256; n++) {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  TABLE[n] = crc;
}
for (let n = 256; n < TABLE.length; n++) {
  const crc = TABLE[n - 256]!;
  TABLE[n] = TABLE[crc & 255]! ^ (crc >>> 8);
}

const NONE = new Int32Array(0);

/**
 * CRC-32C (Castagnoli), the checksum of Kafka's record batches (RFC 3720, appendix B.4), by slicing
 * (Kounavis and Berry, 2005): sixteen bytes at a time, read as four aligned words. Why this is our
 * own code: node:zlib has only CRC-32, native addons need `--allow-ffi`, and the WASM packages that
 * we measured take twice as long. Of little-endian machines, as all that Deno supports are.
 *
 * @returns The checksum of `bytes[from..to)`, an unsigned 32-bit integer.
 */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = -1;
  let i = from;
  const aligned = Math.min(to, from + (-(bytes.byteOffset + from) & 3));
  for (; i < aligned; i++) crc = TABLE[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  const count = to - i >>> 4 << 2;
  const words = count === 0 ? NONE : new Int32Array(bytes.buffer, bytes.byteOffset + i, count);
  for (let w = 0; w < words.length; w += 4) {
    const a = words[w]! ^ crc, b = words[w + 1]!, c = words[w + 2]!, d = words[w + 3]!;
    crc = TABLE[3840 + (a & 255)]! ^ TABLE[3584 + (a >>> 8 & 255)]! ^
      TABLE[3328 + (a >>> 16 & 255)]! ^ TABLE[3072 + (a >>> 24)]! ^
      TABLE[2816 + (b & 255)]! ^ TABLE[2560 + (b >>> 8 & 255)]! ^
      TABLE[2304 + (b >>> 16 & 255)]! ^ TABLE[2048 + (b >>> 24)]! ^
      TABLE[1792 + (c & 255)]! ^ TABLE[1536 + (c >>> 8 & 255)]! ^
      TABLE[1280 + (c >>> 16 & 255)]! ^ TABLE[1024 + (c >>> 24)]! ^
      TABLE[768 + (d & 255)]! ^ TABLE[512 + (d >>> 8 & 255)]! ^
      TABLE[256 + (d >>> 16 & 255)]! ^ TABLE[d >>> 24]!;
  }
  for (i += words.length * 4; i < to; i++) crc = TABLE[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
