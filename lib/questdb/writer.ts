import type { Stream } from "../streams/define.ts";
import { compileEncoder, type Lines } from "./encoder.ts";
import { RefusedError, type Transport } from "./transport.ts";

/** A record that QuestDB would not store. */
export interface Refused<O> {
  /** What was given with the record. */
  origin: O;
  /** QuestDB's own words. */
  reason: string;
}

/** What {@linkcode openWriter} takes. */
export interface WriterOptions<O> {
  /** Told of each batch once QuestDB has it: how many rows are stored, and which were refused. */
  onBatch?: (stored: number, refused: Refused<O>[]) => Promise<void> | void;
  /** Rows in a request. @default 20000 */
  maxRows?: number;
  /** Bytes in a request, but for the last row. @default 48 MiB */
  maxBytes?: number;
}

/** Writes one stream's records into its table, in large batches. */
export interface Writer<O> {
  /** Encodes a record that passed the stream's check. @returns Whether the batch is full: then `roll`. */
  add(record: Record<string, unknown>, origin: O): boolean;
  /**
   * Sends what was added, once the batch before is stored; the next batch can be filled meanwhile.
   *
   * @param stored Runs after QuestDB acknowledged this batch, before the next one is reported.
   */
  roll(stored?: () => Promise<void> | void): Promise<void>;
  /** Sends what was added and waits until QuestDB has acknowledged everything. */
  flush(): Promise<void>;
  /** Rows added and not yet sent. */
  readonly pending: number;
}

/**
 * Opens a writer. A request is one transaction: when QuestDB refuses it, it is halved until only the
 * bad rows are left, so that one bad record costs about twice the batch and not a request a row.
 */
export function openWriter<O>(
  transport: Transport,
  target: { stream: Stream; table: string },
  { onBatch, maxRows = 20_000, maxBytes = 48 << 20 }: WriterOptions<O> = {},
): Writer<O> {
  const encoder = compileEncoder(target.stream, target.table);
  let origins: O[] = [];
  let inFlight: Promise<void> = Promise.resolve();

  async function store(lines: Lines, origins: O[], stored?: () => Promise<void> | void) {
    const refused: Refused<O>[] = [];
    await sendHalving(transport, lines, { from: 0, to: origins.length }, (row, reason) => {
      refused.push({ origin: origins[row]!, reason });
    });
    await onBatch?.(origins.length - refused.length, refused);
    await stored?.();
  }

  async function roll(stored?: () => Promise<void> | void) {
    await inFlight;
    if (encoder.rows === 0) {
      await stored?.();
      return;
    }
    const batch = origins;
    origins = [];
    inFlight = store(encoder.take(), batch, stored);
    inFlight.catch(() => {}); // reported by the next roll or flush
  }

  return {
    add(record, origin) {
      encoder.add(record);
      origins.push(origin);
      return encoder.rows >= maxRows || encoder.bytes >= maxBytes;
    },
    roll,
    async flush() {
      await roll();
      await inFlight;
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
  onRefused: (row: number, reason: string) => void,
): Promise<void> {
  try {
    await transport.send(bytes.subarray(starts[from], starts[to]));
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    if (to - from === 1) return onRefused(from, error.message);
    const middle = (from + to) >> 1;
    await sendHalving(transport, { bytes, starts }, { from, to: middle }, onRefused);
    await sendHalving(transport, { bytes, starts }, { from: middle, to }, onRefused);
  }
}
