import type { Buffer } from "node:buffer";
import { decodeUtf8 } from "../../utf8.ts";
import type { BatchHeader } from "./batch_header.ts";
import { UnreadableError } from "./unreadable.ts";
import { VarintReader } from "./varint.ts";

/** A message as it was read. Its parts are views of the bytes received, made when asked for. */
export interface IncomingMessage {
  readonly offset: number;
  /** Milliseconds since 1970; −1 if there is none. Producers may write any number of 64 bits. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  /** Null if the message deletes its key in a compacted topic. */
  readonly value: Buffer | null;
  /**
   * The value as text, without making a view first: faster for `JSON.parse`. Null if there is no
   * value, undefined if its bytes are not UTF-8 or the message is unreadable.
   */
  text(): string | null | undefined;
  /** By name; if a name is repeated, its last value. */
  readonly headers: Record<string, Buffer | null>;
  /** Why this offset's record cannot be read, if so: key and value are null then. */
  readonly unreadable?: string;
}

/**
 * Reads the records of one batch, decompressed, into `messages`; those before the offset `from` are
 * skipped. All lengths are checked here, so that a message's parts can be read later without an
 * error.
 *
 * @throws {UnreadableError} The records are not what the header says, or not whole.
 */
export function decodeRecords(
  bytes: Buffer,
  batch: BatchHeader,
  { from, messages }: { from: number; messages: IncomingMessage[] },
): void {
  const reader = new VarintReader(bytes);
  let previous = batch.base - 1;
  for (let i = 0; i < batch.count; i++) {
    const length = reader.varint();
    const end = reader.at + length;
    reader.at++; // attributes: none are in use
    const timestamp = batch.baseTimestamp + reader.varint();
    const offset = batch.base + reader.varint();
    const keyLength = reader.varint();
    const key = reader.at;
    reader.at += Math.max(0, keyLength);
    const valueLength = reader.varint();
    const value = reader.at;
    const headers = value + Math.max(0, valueLength);
    // Written so that NaN, of a number that is not whole, fails too.
    const fits = keyLength >= -1 && valueLength >= -1 && headers < end && end <= bytes.length &&
      offset > previous && offset <= batch.last && timestamp === timestamp;
    if (!fits || !(bytes[headers] === 0 ? headers + 1 === end : areHeaders(bytes, headers, end))) {
      throw new UnreadableError(`its records are damaged, from number ${i + 1} of ${batch.count}`);
    }
    previous = offset;
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
  if (reader.at !== bytes.length) {
    throw new UnreadableError(`bytes are left after its ${batch.count} records`);
  }
}

/** Whether these bytes are headers: their number, and name and value of each. */
function areHeaders(bytes: Buffer, from: number, end: number): boolean {
  const reader = new VarintReader(bytes, from);
  const count = reader.varint();
  if (!(count >= 0)) return false;
  for (let i = 0; i < count; i++) {
    const nameLength = reader.varint();
    reader.at += nameLength;
    if (!(nameLength >= 0 && reader.at < end)) return false;
    const valueLength = reader.varint();
    reader.at += Math.max(0, valueLength);
    if (!(valueLength >= -1 && reader.at <= end)) return false;
  }
  return reader.at === end;
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

  text(): string | null | undefined {
    if (this.valueLength < 0) return null;
    return decodeUtf8(this.bytes, { start: this.valueAt, end: this.valueAt + this.valueLength });
  }

  get headers(): Record<string, Buffer | null> {
    const reader = new VarintReader(this.bytes, this.valueAt + Math.max(0, this.valueLength));
    const headers: [string, Buffer | null][] = [];
    for (let left = reader.varint(); left > 0; left--) {
      headers.push([reader.bytesOrNull()!.toString(), reader.bytesOrNull()]);
    }
    return Object.fromEntries(headers);
  }

  #view(at: number, length: number): Buffer | null {
    return length < 0 ? null : this.bytes.subarray(at, at + length);
  }
}
