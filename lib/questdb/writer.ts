import type { Stream } from "../streams/stream.ts";
import { compileEncoder, type Lines } from "./encoder.ts";
import type { TableGuard } from "./table_guard.ts";
import type { Transport } from "./transport.ts";
import { BatchRefusedError } from "./transport_error.ts";

/** A row that QuestDB would not store. */
export interface RefusedRow<O> {
  /** Passed to `add` with the record. */
  origin: O;
  /** QuestDB's message. */
  reason: string;
}

/** Where a writer's rows go. */
export interface WriterTarget {
  stream: Stream;
  /**
   * Watches the table. If it was changed while a batch was sent, the batch is sent again: it may be
   * gone with the old table, or without the values of a column that was altered and altered back.
   */
  guard: TableGuard;
}

/** How often a batch is sent because its table was changed meanwhile. */
const TIMES = 10;
const CHANGED =
  `the table was changed ${TIMES} times in a row. Stop what changes it, then start again`;

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
  /**
   * Encodes a record that passed the stream's check.
   *
   * @param place For a change stream, see {@linkcode Stream.rowOf}.
   * @returns Whether the batch is full.
   */
  add(record: Record<string, unknown>, origin: O, place?: number): boolean;
  /**
   * Sends the batch, and resolves when QuestDB has acknowledged it, the table still fits the stream
   * and `onBatch` is done. Meanwhile the next batch can be filled, but not flushed.
   *
   * @throws {TypeError} The table was altered and no longer fits: rows of this batch may be stored
   * without the values that had no place.
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
  { stream, guard }: WriterTarget,
  { onBatch, onHalving, maxRows = 20_000, maxBytes = 48 << 20 }: WriterOptions<O> = {},
): Writer<O> {
  const encoder = compileEncoder(stream, guard.table);
  let origins: O[] = [];
  /** What `guard.changes` was when the connections were opened. */
  let connected: number | undefined;
  return {
    add(record, origin, place) {
      encoder.add(record, place);
      origins.push(origin);
      return encoder.rows >= maxRows || encoder.bytes >= maxBytes;
    },
    async flush() {
      if (encoder.rows === 0) return;
      const batch = origins;
      origins = [];
      const lines = encoder.take();
      let refused: RefusedRow<O>[] = [];
      let changes: number, times = 0;
      do {
        if (++times > TIMES) throw new Error(`Cannot store rows in ${guard.table}: ${CHANGED}`);
        changes = guard.changes;
        // Connections that have seen the old table would lose the rows; and who used them before this
        // writer is not known.
        if (connected !== changes) await transport.renew();
        connected = changes;
        refused = [];
        const onRefused = (row: number, reason: string) => {
          refused.push({ origin: batch[row]!, reason });
        };
        await sendBatch(transport, lines, { guard, onHalving, onRefused });
        await guard.check();
      } while (guard.changes !== changes);
      await onBatch?.(batch.length - refused.length, refused);
    },
    get pending() {
      return encoder.rows;
    },
  };
}

interface SendOptions {
  guard: TableGuard;
  onHalving: ((active: boolean) => void) | undefined;
  onRefused: (row: number, reason: string) => void;
}

async function sendBatch(
  transport: Transport,
  { bytes, starts }: Lines,
  { guard, onHalving, onRefused }: SendOptions,
): Promise<void> {
  let halving = false;
  async function send(from: number, to: number): Promise<void> {
    try {
      await transport.send(bytes.subarray(starts[from], starts[to]));
    } catch (error) {
      if (!(error instanceof BatchRefusedError)) throw error;
      if (to - from === rows) await guard.check(); // it may be the table that does not fit
      if (guard.changes !== changes) return;
      if (to - from === 1) return onRefused(from, error.message);
      if (!halving) onHalving?.(halving = true);
      const middle = (from + to) >> 1;
      await send(from, middle);
      await send(middle, to);
    }
  }
  const rows = starts.length - 1;
  const { changes } = guard;
  await send(0, rows);
  if (halving) onHalving?.(false);
}
