/** Eight tables of 256 entries, for eight bytes at a time. */
const TABLE = new Int32Array(8 * 256);
for (let n = 0; n < 256; n++) {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  TABLE[n] = crc;
}
for (let n = 256; n < TABLE.length; n++) {
  const crc = TABLE[n - 256]!;
  TABLE[n] = TABLE[crc & 255]! ^ (crc >>> 8);
}

/**
 * CRC-32C (Castagnoli), the checksum of Kafka's record batches (RFC 3720, appendix B.4), by
 * slicing-by-8 (Kounavis and Berry, 2005): three times as fast as a byte at a time.
 *
 * @returns The checksum of `bytes[from..to)`, an unsigned 32-bit integer.
 */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = -1;
  let i = from;
  for (; i < to - 7; i += 8) {
    const low = crc ^
      (bytes[i]! | bytes[i + 1]! << 8 | bytes[i + 2]! << 16 | bytes[i + 3]! << 24);
    crc = TABLE[1792 + (low & 255)]! ^ TABLE[1536 + (low >>> 8 & 255)]! ^
      TABLE[1280 + (low >>> 16 & 255)]! ^ TABLE[1024 + (low >>> 24)]! ^
      TABLE[768 + bytes[i + 4]!]! ^ TABLE[512 + bytes[i + 5]!]! ^
      TABLE[256 + bytes[i + 6]!]! ^ TABLE[bytes[i + 7]!]!;
  }
  for (; i < to; i++) crc = TABLE[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
