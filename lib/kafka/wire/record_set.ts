import type { Buffer } from "node:buffer";
import { gunzipSync, zstdDecompressSync } from "node:zlib";

/** A message as it was read. Its parts are views of the bytes received, made when asked for. */
export interface IncomingMessage {
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  /** Null where a key of a compacted topic is deleted. */
  readonly value: Buffer | null;
  /** The value as text, read without a view: what `JSON.parse` wants; null where it is null. */
  text(): string | null;
  /** By name; of a name that is repeated, the last. */
  readonly headers: Record<string, Buffer | null>;
}

/** A transaction that was given up: what its producer wrote from there on is not for readers. */
export interface AbortedTransaction {
  producerId: bigint;
  firstOffset: number;
}

/** What {@linkcode decodeRecordSet} found. */
export interface RecordSet {
  messages: IncomingMessage[];
  /** Where to read on: behind the last whole batch, whose end may hold no message for readers. */
  nextOffset: number;
}

/** Bytes before the first record of a batch. */
const HEADER = 61;
/** Bytes before and with a batch's length. */
const PREFIX = 12;

/**
 * Reads the record batches (version 2) of one partition. A batch that is cut off at the end is left
 * for the next read. Source: https://kafka.apache.org/documentation/#recordbatch
 *
 * @param options `from`: messages before it are skipped; `aborted`: transactions given up.
 * @throws {Error} The batches are of a version or a compression that is not known here.
 */
export function decodeRecordSet(
  bytes: Buffer,
  { from, aborted = [] }: { from: number; aborted?: AbortedTransaction[] },
): RecordSet {
  const messages: IncomingMessage[] = [];
  const waiting = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset);
  const givenUp = new Set<bigint>();
  let nextOffset = from;
  for (let at = 0; at + HEADER <= bytes.length;) {
    const end = at + PREFIX + bytes.readInt32BE(at + 8);
    if (end > bytes.length) break;
    if (bytes[at + 16] !== 2) {
      throw new Error(`Cannot read the record batch: version ${bytes[at + 16]}, expected 2`);
    }
    const attributes = bytes.readInt16BE(at + 21);
    const base = Number(bytes.readBigInt64BE(at));
    const last = base + bytes.readInt32BE(at + 23);
    const producerId = bytes.readBigInt64BE(at + 43);
    while (waiting.length > 0 && waiting[0]!.firstOffset <= last) {
      givenUp.add(waiting.shift()!.producerId);
    }
    const isControl = (attributes & 0x20) !== 0, isTransaction = (attributes & 0x10) !== 0;
    const batch = {
      count: bytes.readInt32BE(at + 57),
      base,
      timestamp: Number(bytes.readBigInt64BE(at + 27)),
      appended: attributes & 0x08 ? Number(bytes.readBigInt64BE(at + 35)) : undefined,
    };
    const records = unpack(bytes.subarray(at + HEADER, end), attributes & 7);
    if (isControl) {
      // The marker's key is its version and its type, 0 for a transaction given up.
      const [marker] = decodeRecords(records, batch, -1);
      if (marker?.key?.readInt16BE(2) === 0) givenUp.delete(producerId);
    } else if (!isTransaction || !givenUp.has(producerId)) {
      for (const message of decodeRecords(records, batch, from)) messages.push(message);
    }
    nextOffset = Math.max(nextOffset, last + 1);
    at = end;
  }
  return { messages, nextOffset };
}

function unpack(records: Buffer, codec: number): Buffer {
  switch (codec) {
    case 0:
      return records;
    case 1:
      return gunzipSync(records);
    case 4:
      return zstdDecompressSync(records);
  }
  const name = { 2: "snappy", 3: "lz4" }[codec] ?? `codec ${codec}`;
  throw new Error(
    `Cannot read the record batch: it is compressed by ${name}. ` +
      "Let its producer use gzip, zstd or none",
  );
}

function decodeRecords(
  bytes: Buffer,
  batch: { count: number; base: number; timestamp: number; appended: number | undefined },
  from: number,
): IncomingMessage[] {
  const messages: IncomingMessage[] = [];
  const cursor = new Cursor(bytes);
  for (let i = 0; i < batch.count; i++) {
    const length = cursor.varint();
    const end = cursor.at + length;
    cursor.at++; // attributes: none are in use
    const timestamp = batch.timestamp + cursor.varint();
    const offset = batch.base + cursor.varint();
    const keyLength = cursor.varint();
    const key = cursor.at;
    cursor.at += Math.max(0, keyLength);
    const valueLength = cursor.varint();
    const value = cursor.at;
    cursor.at = end;
    if (offset < from) continue;
    messages.push(
      new Message(bytes, offset, batch.appended ?? timestamp, key, keyLength, value, valueLength),
    );
  }
  return messages;
}

class Message implements IncomingMessage {
  constructor(
    readonly bytes: Buffer,
    readonly offset: number,
    readonly timestamp: number,
    readonly keyAt: number,
    readonly keyLength: number,
    readonly valueAt: number,
    readonly valueLength: number,
  ) {}

  get key(): Buffer | null {
    return slice(this.bytes, this.keyAt, this.keyLength);
  }

  get value(): Buffer | null {
    return slice(this.bytes, this.valueAt, this.valueLength);
  }

  text(): string | null {
    if (this.valueLength < 0) return null;
    return this.bytes.toString("utf8", this.valueAt, this.valueAt + this.valueLength);
  }

  get headers(): Record<string, Buffer | null> {
    const cursor = new Cursor(this.bytes, this.valueAt + Math.max(0, this.valueLength));
    const headers: Record<string, Buffer | null> = {};
    for (let left = cursor.varint(); left > 0; left--) {
      const name = cursor.bytesOf(cursor.varint())!.toString();
      headers[name] = cursor.bytesOf(cursor.varint());
    }
    return headers;
  }
}

/** Reads Kafka's zigzag varints, exact to ±2^52. */
class Cursor {
  constructor(readonly bytes: Buffer, public at = 0) {}

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

  bytesOf(length: number): Buffer | null {
    const found = slice(this.bytes, this.at, length);
    this.at += Math.max(0, length);
    return found;
  }
}

function slice(bytes: Buffer, at: number, length: number): Buffer | null {
  return length < 0 ? null : bytes.subarray(at, at + length);
}
