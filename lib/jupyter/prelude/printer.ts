/** A standard stream. */
export type StreamName = "stdout" | "stderr";

/** Where {@linkcode openPrinter} sends text, and how much. */
export interface PrinterOptions {
  /** Sends a cell's text to Jupyter. */
  send: (name: StreamName, text: string, cell: number) => void;
  /** Milliseconds of a monotonic clock. @default performance.now */
  now?: () => number;
  /** Calls a function after a number of milliseconds. @default setTimeout */
  later?: (flush: () => void, ms: number) => void;
  /** Maximum characters that one cell may print. @default 10_000_000 */
  limit?: number;
}

/** Collects the text that cells print. */
export interface Printer {
  print(name: StreamName, text: string, cell: number): void;
  /** Sends the collected text. */
  flush(): void;
}

/** Messages sent at once before text is collected for {@linkcode PAUSE} ms each. */
const BURST = 20;
const PAUSE = 25;
const CHUNK = 65_536;

/**
 * Sends printed text in few messages: Deno's kernel sends at most about a thousand a second, and
 * Jupyter's server drops output above that. The first lines are sent at once, a flood in chunks.
 */
export function openPrinter(options: PrinterOptions): Printer {
  const { send, now = () => performance.now(), limit = 10_000_000 } = options;
  // Bound now: a cell may replace the global.
  const { later = globalThis.setTimeout.bind(globalThis) } = options;
  const printed = new Map<number, number>();
  let held: { name: StreamName; text: string; cell: number } | undefined;
  let waiting = false;
  let spare = BURST;
  let last = now();
  function flush(): void {
    if (held) send(held.name, held.text, held.cell);
    held = undefined;
  }
  return {
    flush,
    print(name, text, cell) {
      const before = printed.get(cell) ?? 0;
      if (before > limit) return;
      printed.set(cell, before + text.length);
      if (before + text.length > limit) {
        text = text.slice(0, limit - before) +
          `\n… cut here: the cell has printed more than ${limit / 1e6} million characters\n`;
      }
      if (held && (held.cell !== cell || held.name !== name)) flush();
      if (held) held.text += text;
      else held = { name, text, cell };
      const at = now();
      spare = Math.min(BURST, spare + (at - last) * BURST / (10 * PAUSE));
      last = at;
      if (spare >= 1 || held.text.length >= CHUNK) {
        spare--;
        flush();
      } else if (!waiting) {
        waiting = true;
        later(() => {
          waiting = false;
          flush();
        }, PAUSE);
      }
    },
  };
}
