/**
 * Kafka's variable-length integers: zigzag, then 7 bits a byte, low bits first. Exact to ±2^52.
 * Source: https://protobuf.dev/programming-guides/encoding/#signed-ints
 */
import type { Buffer } from "node:buffer";

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

  /** The next number. */
  varint(): number {
    const { bytes } = this;
    let byte = bytes[this.at++]!;
    let value = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = bytes[this.at++]!;
      value += (byte & 127) * scale;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** The next bytes, with their length before them; null if the length is −1. */
  bytesOrNull(): Buffer | null {
    const length = this.varint();
    const start = this.at;
    this.at += Math.max(0, length);
    return length < 0 ? null : this.bytes.subarray(start, this.at);
  }
}
