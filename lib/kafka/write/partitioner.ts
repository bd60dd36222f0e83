const encoder = new TextEncoder();
/** Characters. */
const SHORT = 40;
let scratch = new Uint8Array(256);

/**
 * 32-bit MurmurHash2 as Kafka's Java client computes it.
 * Source: org.apache.kafka.common.utils.Utils.murmur2, seed 0x9747b28c.
 *
 * @returns A signed 32-bit integer.
 */
export function murmur2(data: Uint8Array, length = data.length): number {
  const m = 0x5bd1e995;
  let h = 0x9747b28c ^ length;
  const end = length & ~3;
  for (let i = 0; i < end; i += 4) {
    let k = data[i]! | data[i + 1]! << 8 | data[i + 2]! << 16 | data[i + 3]! << 24;
    k = Math.imul(k, m);
    k ^= k >>> 24;
    h = Math.imul(h, m) ^ Math.imul(k, m);
  }
  const rest = length - end;
  if (rest > 2) h ^= data[end + 2]! << 16;
  if (rest > 1) h ^= data[end + 1]! << 8;
  if (rest > 0) h = Math.imul(h ^ data[end]!, m);
  h = Math.imul(h ^ (h >>> 13), m);
  return h ^ (h >>> 15);
}

/** The partition of a key, as Kafka's Java client computes it by default. */
export function partitionOf(key: string | Uint8Array, partitions: number): number {
  if (typeof key !== "string") return (murmur2(key) & 0x7fffffff) % partitions;
  if (key.length * 3 > scratch.length) scratch = new Uint8Array(key.length * 3);
  return (murmur2(scratch, encode(key)) & 0x7fffffff) % partitions;
}

/** Encodes a key into `scratch`; a short one of ASCII without a call, which costs more. @returns Its bytes. */
function encode(key: string): number {
  const { length } = key;
  for (let i = 0; i < length; i++) {
    const code = key.charCodeAt(i);
    if (i > SHORT || code > 127) return encoder.encodeInto(key, scratch).written;
    scratch[i] = code;
  }
  return length;
}
