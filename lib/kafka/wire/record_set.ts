import type { Buffer } from "node:buffer";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { decodeRecords, type IncomingMessage } from "./incoming_message.ts";

/** A transaction that was aborted: readers skip what its producer wrote in it. */
export interface AbortedTransaction {
  producerId: bigint;
  /** Offset of its first message. */
  firstOffset: number;
}

/** Messages of one partition, as {@linkcode decodeRecordSet} found them. */
export interface RecordSet {
  messages: IncomingMessage[];
  /** Where to read on: after the last whole batch, which may end in records that readers skip. */
  nextOffset: number;
}

/** Bytes before the first record of a batch. */
const HEADER = 61;
/** Bytes before and with a batch's length. */
const PREFIX = 12;

/**
 * Reads the record batches (version 2) of one partition; why this is our own code is said in
 * `record_batch.ts`. A batch that is cut off at the end is left for the next read.
 * Source: https://kafka.apache.org/documentation/#recordbatch
 *
 * @param options `from`: offset before which messages are skipped; `aborted`: transactions to skip.
 * @throws {Error} The batches have a version or a compression that is not supported.
 */
export function decodeRecordSet(
  bytes: Buffer,
  { from, aborted = [] }: { from: number; aborted?: AbortedTransaction[] },
): RecordSet {
  const messages: IncomingMessage[] = [];
  const starting = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset);
  const aborting = new Set<bigint>(); // producers whose transaction at this place was aborted
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
    while (starting.length > 0 && starting[0]!.firstOffset <= last) {
      aborting.add(starting.shift()!.producerId);
    }
    const isControl = (attributes & 0x20) !== 0, isTransaction = (attributes & 0x10) !== 0;
    const batch = {
      count: bytes.readInt32BE(at + 57),
      baseOffset: base,
      baseTimestamp: Number(bytes.readBigInt64BE(at + 27)),
      appendTime: attributes & 0x08 ? Number(bytes.readBigInt64BE(at + 35)) : undefined,
    };
    const records = decompress(bytes.subarray(at + HEADER, end), attributes & 7);
    if (isControl) {
      // The marker's key holds its version and its type, 0 for an aborted transaction.
      const [marker] = decodeRecords(records, batch, -1);
      if (marker?.key?.readInt16BE(2) === 0) aborting.delete(producerId);
    } else if (!isTransaction || !aborting.has(producerId)) {
      for (const message of decodeRecords(records, batch, from)) messages.push(message);
    }
    nextOffset = Math.max(nextOffset, last + 1);
    at = end;
  }
  return { messages, nextOffset };
}

function decompress(records: Buffer, codec: number): Buffer {
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
    `Cannot read the record batch: it is compressed with ${name}. ` +
      "Let its producer use gzip, zstd or none",
  );
}
