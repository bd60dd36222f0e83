import type { Buffer } from "node:buffer";
import { VarintReader } from "./varint.ts";

/** A message as it was read. Its parts are views of the bytes received, made when asked for. */
export interface IncomingMessage {
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  /** Null if the message deletes its key in a compacted topic. */
  readonly value: Buffer | null;
  /** The value as text, without making a view first: faster for `JSON.parse`. */
  text(): string | null;
  /** By name; if a name is repeated, its last value. */
  readonly headers: Record<string, Buffer | null>;
}

/** What a batch's header says about its records. */
export interface BatchHeader {
  /** Number of records. */
  count: number;
  /** Offset that the records' offsets are relative to. */
  baseOffset: number;
  /** Timestamp that the records' timestamps are relative to, in milliseconds since 1970. */
  baseTimestamp: number;
  /** When the broker appended the batch, if the topic uses that as the messages' timestamp. */
  appendTime: number | undefined;
}

/** Reads the records of one batch, decompressed; those before the offset `from` are skipped. */
export function decodeRecords(bytes: Buffer, batch: BatchHeader, from: number): IncomingMessage[] {
  const messages: IncomingMessage[] = [];
  const reader = new VarintReader(bytes);
  for (let i = 0; i < batch.count; i++) {
    const length = reader.varint();
    const end = reader.at + length;
    reader.at++; // attributes: none are in use
    const timestamp = batch.baseTimestamp + reader.varint();
    const offset = batch.baseOffset + reader.varint();
    const keyLength = reader.varint();
    const key = reader.at;
    reader.at += Math.max(0, keyLength);
    const valueLength = reader.varint();
    const value = reader.at;
    reader.at = end;
    if (offset < from) continue;
    messages.push(
      new MessageView(
        bytes,
        offset,
        batch.appendTime ?? timestamp,
        key,
        keyLength,
        value,
        valueLength,
      ),
    );
  }
  return messages;
}

class MessageView implements IncomingMessage {
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
    return this.#view(this.keyAt, this.keyLength);
  }

  get value(): Buffer | null {
    return this.#view(this.valueAt, this.valueLength);
  }

  text(): string | null {
    if (this.valueLength < 0) return null;
    return this.bytes.toString("utf8", this.valueAt, this.valueAt + this.valueLength);
  }

  get headers(): Record<string, Buffer | null> {
    const reader = new VarintReader(this.bytes, this.valueAt + Math.max(0, this.valueLength));
    const headers: Record<string, Buffer | null> = {};
    for (let left = reader.varint(); left > 0; left--) {
      const name = reader.bytesOrNull()!.toString();
      headers[name] = reader.bytesOrNull();
    }
    return headers;
  }

  #view(at: number, length: number): Buffer | null {
    return length < 0 ? null : this.bytes.subarray(at, at + length);
  }
}
