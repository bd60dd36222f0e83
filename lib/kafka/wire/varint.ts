/**
 * Kafka's variable-length integers: zigzag, then 7 bits a byte, low bits first. Written exactly to ±2^52;
 * read as the nearest number.
 * Source: https://protobuf.dev/programming-guides/encoding/#signed-ints
 */
import type { Buffer } from "node:buffer";

/** Bytes that the largest number, of 64 bits, takes. */
const LONGEST = 10;

/** 0, −1, 1, −2 … as 0, 1, 2, 3 …, so that small numbers of either sign are short. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** Bytes that a number takes, given its {@linkcode zigzag}. */
export function varintSize(zigzagged: number): number {
  let size = 1;
  for (let limit = 128; zigzagged >= limit; limit *= 128) size++;
  return size;
}

/** Reads varints, and bytes whose length they give, one after the other. */
export class VarintReader {
  constructor(readonly bytes: Buffer, public at = 0) {}

  /** The next number; NaN if the bytes end within it, or if it is longer than 64 bits. */
  varint(): number {
    const byte = this.bytes[this.at++]!;
    return byte < 128 ? byte >>> 1 ^ -(byte & 1) : this.#long(byte);
  }

  /** The next bytes, with their length before them; null if the length is −1. */
  bytesOrNull(): Buffer | null {
    const length = this.varint();
    const start = this.at;
    this.at += Math.max(0, length);
    return length < 0 ? null : this.bytes.subarray(start, this.at);
  }

  #long(first: number): number {
    const { bytes } = this;
    const start = this.at;
    let byte = first;
    let value = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      if (this.at - start >= LONGEST - 1) return NaN;
      byte = bytes[this.at++]!;
      value += (byte & 127) * scale;
    }
    if (byte === undefined) return NaN; // after the end
    if (value > Number.MAX_SAFE_INTEGER) return exact(bytes.subarray(start - 1, this.at));
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** A number that is too large for plain arithmetic: its lowest bit, which is the sign, would be lost. */
function exact(bytes: Uint8Array): number {
  let value = 0n;
  for (const byte of bytes.toReversed()) value = value << 7n | BigInt(byte & 127);
  return Number(value & 1n ? -(value >> 1n) - 1n : value >> 1n);
}
