import type { SourceBatch } from "../sources/source.ts";

/** The records and rejections of a batch as one sequence, in the order of their lines. */
export interface Sequence {
  /** Number of records and rejections. */
  readonly size: number;
  /** The record at a position; undefined for a rejection. */
  recordAt(position: number): Record<string, unknown> | undefined;
  /** The own time of the record at a position, in milliseconds since 1970; NaN without a valid one. */
  timeAt(position: number): number;
  /** The part of the batch from one position to before another. */
  part(from: number, to: number): SourceBatch;
}

/** Puts a batch's records and rejections into the order in which the source held them. */
export function inOrder(batch: SourceBatch): Sequence {
  const { stream, records, lines, rejected } = batch;
  const size = records.length + rejected.length;
  /** Number of records before each position; undefined if there are only records. */
  const before = rejected.length === 0 ? undefined : recordsBefore(batch);
  const recordsTo = (position: number) => before ? before[position]! : position;
  function recordAt(position: number) {
    const at = recordsTo(position);
    return recordsTo(position + 1) > at ? records[at] : undefined;
  }
  return {
    size,
    recordAt,
    timeAt(position) {
      const record = recordAt(position);
      return record ? stream.millisOf(record) : NaN;
    },
    part(from, to) {
      if (from === 0 && to >= size) return batch;
      const first = recordsTo(from), end = recordsTo(to);
      return {
        ...batch,
        records: records.slice(first, end),
        lines: lines.slice(first, end),
        rejected: rejected.slice(from - first, to - end),
      };
    },
  };
}

function recordsBefore({ lines, rejected }: SourceBatch): number[] {
  const before = [0];
  for (let i = 0, j = 0; i < lines.length || j < rejected.length;) {
    const isRecord = j === rejected.length || i < lines.length && lines[i]! <= rejected[j]!.line;
    if (isRecord) i++;
    else j++;
    before.push(i);
  }
  return before;
}
