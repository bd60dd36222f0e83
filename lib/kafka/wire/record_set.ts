import type { Buffer } from "node:buffer";
import { type BatchHeader, HEADER, readBatchHeader } from "./batch_header.ts";
import { decompress, MAX_UNPACKED } from "./decompress.ts";
import { decodeRecords, type IncomingMessage } from "./incoming_message.ts";
import { MAX_RECORDS, UnreadableError } from "./unreadable.ts";
import { unreadableMessages } from "./unreadable_messages.ts";

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
  /** Set to `nextOffset` if the bytes that follow there are damaged: fetch them once more. */
  suspect?: number;
  /** Bytes that compressed batches were unpacked to. */
  unpacked: number;
}

/** Options for {@linkcode decodeRecordSet}: where to begin, and what is known of the partition. */
export interface RecordSetOptions {
  /** Offset that was asked for: messages before it are skipped. */
  from: number;
  /** Transactions to skip. @default none */
  aborted?: AbortedTransaction[];
  /** Offset that all batches end before. @default none known */
  highWatermark?: number;
  /** What the last fetch returned as `suspect`: there, damage is final. */
  suspect?: number;
  /** Ends before a batch if others were unpacked to this many bytes. @default 67108864 */
  budget?: number;
}

/**
 * Reads the record batches (version 2) of one partition; why this is our own code is said in
 * `record_batch.ts`. A batch that is cut off at the end is left for the next read. One whose
 * records cannot be read becomes messages that are `unreadable`.
 * Source: https://kafka.apache.org/documentation/#recordbatch
 *
 * @throws {UnreadableError} A batch is damaged in such a way that its offsets are not known either.
 */
export function decodeRecordSet(bytes: Buffer, options: RecordSetOptions): RecordSet {
  const { from, aborted = [], suspect, budget = MAX_UNPACKED } = options;
  const messages: IncomingMessage[] = [];
  const starting = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset);
  const aborting = new Set<bigint>(); // producers whose transaction at this place was aborted
  let nextOffset = from;
  let unpacked = 0;
  for (let at = 0; at < bytes.length;) {
    const batch = readBatchHeader(bytes, at);
    if (!batch && at > 0) break;
    const fault = faultOf(batch, { isFirst: at === 0, nextOffset, ...options });
    if (suspect !== nextOffset && (fault !== undefined || !batch?.intact)) {
      return { messages, nextOffset, suspect: nextOffset, unpacked }; // it may have been the wire
    }
    if (!batch || fault !== undefined) throw new UnreadableError(fault);
    if (batch.codec > 0 && unpacked > 0 && unpacked >= budget) break;
    read(batch, bytes.subarray(at + HEADER, batch.end));
    nextOffset = batch.last + 1;
    at = batch.end;
  }
  return { messages, nextOffset, unpacked };

  function read(batch: BatchHeader, packed: Buffer): void {
    const { last, codec, count, producerId, isControl, isTransaction } = batch;
    while (starting.length > 0 && starting[0]!.firstOffset <= last) {
      aborting.add(starting.shift()!.producerId);
    }
    // A marker ends the transaction of its producer, and the aborted one is that which is open. One that
    // is damaged ends it too, or what follows would be passed over without a word.
    if (isControl) aborting.delete(producerId);
    else if (batch.intact && isTransaction && aborting.has(producerId)) return;
    const before = messages.length;
    try {
      refuse(batch);
      const isEmpty = count === 0 && packed.length === 0; // compaction may leave such a batch
      const records = isEmpty ? packed : decompress(packed, codec);
      if (codec > 0) unpacked += records.length;
      decodeRecords(records, batch, { from, messages });
      if (isControl) messages.length = before;
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      messages.length = before;
      for (const one of unreadableMessages(batch, { from, reason: error.message })) {
        messages.push(one);
      }
    }
  }
}

/** Why nothing of a batch can be used, not even its offsets. */
function faultOf(
  batch: BatchHeader | undefined,
  { isFirst, nextOffset, highWatermark = Infinity }: {
    isFirst: boolean;
    nextOffset: number;
    highWatermark?: number;
  },
): string | undefined {
  // Kafka sends the first batch whole, whatever the limits of the fetch.
  if (batch === undefined) return "the batch there has no possible length";
  const { version, intact, base, last } = batch;
  if (version > 2 || version < 2 && !intact) return `the batch there has the format ${version}`;
  const possible = base >= 0 && last >= base && last <= Number.MAX_SAFE_INTEGER;
  if (!possible || last < nextOffset || !isFirst && base < nextOffset) {
    return `the batch there says that its offsets are ${base} to ${last}`;
  }
  return last < highWatermark
    ? undefined
    : `the batch there says that it ends at ${last}, but the partition ends before ${highWatermark}`;
}

/** Refuses to unpack a batch. */
function refuse({ version, intact, count }: BatchHeader): void {
  if (version !== 2) {
    throw new UnreadableError(
      `its format, version ${version}, is not 2, which Kafka writes since 0.11. ` +
        "Copy it with Kafka's own tools",
    );
  }
  if (!intact) throw new UnreadableError("its checksum is wrong, also when fetched again");
  if (count > MAX_RECORDS) {
    throw new UnreadableError(`it holds ${count} records, more than ${MAX_RECORDS}`);
  }
}
