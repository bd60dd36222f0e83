import type { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import { crc32c } from "./crc32c.ts";

/** Bytes before the first record of a batch in the format's version 2. */
export const HEADER = 61;
/** Bytes before and with a batch's length. */
const PREFIX = 12;
/** Bytes up to the version, which stands at the same place in all versions. */
const OLD_HEADER = 17;

/** What a batch says about itself before its records. */
export interface BatchHeader {
  /** The format's version: 2 since Kafka 0.11. Of earlier ones only offset and length are read. */
  version: number;
  /** Where the batch ends in the bytes. */
  end: number;
  /** Whether its checksum is right. Only then are the fields below `last` to be trusted. */
  intact: boolean;
  /** Offset that the records' offsets are relative to. */
  base: number;
  /** Offset of the last record, also if compaction has removed that. */
  last: number;
  /** Number of records. */
  count: number;
  /** Number of the compression. */
  codec: number;
  isControl: boolean;
  isTransaction: boolean;
  producerId: bigint;
  /** Timestamp that the records' timestamps are relative to, in milliseconds since 1970. */
  baseTimestamp: number;
  /** Highest timestamp of the records, or when the broker appended the batch. */
  maxTimestamp: number;
  /** When the broker appended the batch, if the topic uses that as the messages' timestamp. */
  appendTime: number | undefined;
}

/**
 * Reads the header of the batch at `at`.
 *
 * @returns Undefined if the bytes end within the batch, or if it has no possible length.
 */
export function readBatchHeader(bytes: Buffer, at: number): BatchHeader | undefined {
  if (at + OLD_HEADER > bytes.length) return undefined;
  const end = at + PREFIX + bytes.readInt32BE(at + 8);
  const version = bytes[at + 16]!;
  if (end > bytes.length || end < at + (version < 2 ? OLD_HEADER : HEADER)) return undefined;
  const base = Number(bytes.readBigInt64BE(at));
  if (version !== 2) {
    const intact = crc32(bytes.subarray(at + 16, end)) === bytes.readUInt32BE(at + 12);
    return { ...OLD, version, end, intact, base, last: base };
  }
  const attributes = bytes.readInt16BE(at + 21);
  const maxTimestamp = Number(bytes.readBigInt64BE(at + 35));
  return {
    version,
    end,
    intact: crc32c(bytes, at + 21, end) === bytes.readUInt32BE(at + 17),
    base,
    last: base + bytes.readInt32BE(at + 23),
    count: bytes.readInt32BE(at + 57),
    codec: attributes & 7,
    isControl: (attributes & 0x20) !== 0,
    isTransaction: (attributes & 0x10) !== 0,
    producerId: bytes.readBigInt64BE(at + 43),
    baseTimestamp: Number(bytes.readBigInt64BE(at + 27)),
    maxTimestamp,
    appendTime: attributes & 0x08 ? maxTimestamp : undefined,
  };
}

/** What is not read of the versions 0 and 1. */
const OLD = {
  count: 1,
  codec: 0,
  isControl: false,
  isTransaction: false,
  producerId: -1n,
  baseTimestamp: -1,
  maxTimestamp: -1,
  appendTime: undefined,
};
