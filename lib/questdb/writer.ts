import type { Stream } from "../streams/stream.ts";
import { compileEncoder, type Lines } from "./encoder.ts";
import { BatchRefusedError, type Transport } from "./transport.ts";

/** A row that QuestDB would not store. */
export interface RefusedRow<O> {
  /** Passed to `add` with the record. */
  origin: O;
  /** QuestDB's message. */
  reason: string;
}

/** Options for {@linkcode openWriter}. */
export interface WriterOptions<O> {
  /** Called after each flush that sent rows: how many rows are stored, and which rows QuestDB refused. */
  onBatch?: (stored: number, refused: RefusedRow<O>[]) => Promise<void> | void;
  /** Called when a refused batch begins to be halved (true) and when its bad rows are found (false). */
  onHalving?: (active: boolean) => void;
  /** Rows after which a batch is full. @default 20000 */
  maxRows?: number;
  /** Bytes after which a batch is full. @default 48 MiB */
  maxBytes?: number;
}

/** Writes one stream's records into its table, in large batches. */
export interface Writer<O> {
  /** Encodes a record that passed the stream's check. @returns Whether the batch is full. */
  add(record: Record<string, unknown>, origin: O): boolean;
  /**
   * Sends the batch, and resolves when QuestDB has acknowledged it and `onBatch` is done. Meanwhile
   * the next batch can be filled, but not flushed.
   */
  flush(): Promise<void>;
  /** Rows added and not yet sent. */
  readonly pending: number;
}

/**
 * Opens a writer. A batch is one transaction: if QuestDB refuses it, it is halved until only the bad
 * rows are left, so that one bad record costs about twice the batch, not one request per row.
 */
export function openWriter<O>(
  transport: Transport,
  target: { stream: Stream; table: string },
  { onBatch, onHalving, maxRows = 20_000, maxBytes = 48 << 20 }: WriterOptions<O> = {},
): Writer<O> {
  const encoder = compileEncoder(target.stream, target.table);
  let origins: O[] = [];
  return {
    add(record, origin) {
      encoder.add(record);
      origins.push(origin);
      return encoder.rows >= maxRows || encoder.bytes >= maxBytes;
    },
    async flush() {
      if (encoder.rows === 0) return;
      const batch = origins;
      origins = [];
      const refused: RefusedRow<O>[] = [];
      let halving = false;
      await sendHalving(transport, encoder.take(), { from: 0, to: batch.length }, {
        onHalving() {
          if (!halving) onHalving?.(true);
          halving = true;
        },
        onRefused: (row, reason) => refused.push({ origin: batch[row]!, reason }),
      });
      if (halving) onHalving?.(false);
      await onBatch?.(batch.length - refused.length, refused);
    },
    get pending() {
      return encoder.rows;
    },
  };
}

async function sendHalving(
  transport: Transport,
  { bytes, starts }: Lines,
  { from, to }: { from: number; to: number },
  on: { onHalving: () => void; onRefused: (row: number, reason: string) => void },
): Promise<void> {
  try {
    await transport.send(bytes.subarray(starts[from], starts[to]));
  } catch (error) {
    if (!(error instanceof BatchRefusedError)) throw error;
    if (to - from === 1) return on.onRefused(from, error.message);
    on.onHalving();
    const middle = (from + to) >> 1;
    await sendHalving(transport, { bytes, starts }, { from, to: middle }, on);
    await sendHalving(transport, { bytes, starts }, { from: middle, to }, on);
  }
}
