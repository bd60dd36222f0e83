/** Progress of a command: bars on a terminal, plain lines elsewhere, or nothing. */
import { barLines } from "./progress_bars.ts";
import { factsLine, type ProgressEntry, track } from "./progress_entry.ts";
import { printable } from "./terminal_text.ts";

/** What a job reports while it runs. */
export interface Progress {
  /**
   * Says how far `name` is.
   *
   * @param done Records so far.
   * @param of Total number of records, or the share (0 to 1) of the input that is read; absent if
   * neither is known. With the share may come a note, which is shown at the end of the line.
   */
  update(name: string, done: number, of?: number | { share?: number; note?: string }): void;
  /** Prints a line above the progress. */
  log(line: string): void;
  /** Shows the final state. A later update starts again. */
  done(): void;
}

/** Options for {@linkcode openProgress}. */
export interface ProgressOptions {
  /** Called with the text. @default writes to standard error */
  output?: (text: string) => void;
  /** Bars, redrawn in place, instead of plain lines. @default whether standard error is a terminal */
  isTerminal?: boolean;
  /** Columns and rows of the terminal, called before each drawing. @default Deno.consoleSize */
  size?: () => { columns: number; rows: number };
  /** Milliseconds of a monotonic clock. @default performance.now */
  now?: () => number;
  /** Milliseconds between drawings, or between lines of a name. @default 100 for bars, 5000 for lines */
  every?: number;
  /** When it aborts, the bars stay as they are and are drawn again below what others print. */
  signal?: AbortSignal;
}

/** What commands count. */
const UNIT = "record";

/** Progress that is not shown. */
export const noProgress: Progress = { update() {}, log() {}, done() {} };

/**
 * Opens the progress of a command on standard error. The cursor is never hidden and always stands
 * below what was drawn, so a killed command leaves the terminal intact.
 */
export function openProgress(options: ProgressOptions = {}): Progress {
  return options.isTerminal ?? Deno.stderr.isTerminal() ? bars(options) : lines(options);
}

function lines(options: ProgressOptions): Progress {
  const { output = toStderr, now = () => performance.now(), every = 5000 } = options;
  const entries = new Map<string, ProgressEntry>();
  function print(name: string, final: boolean): void {
    const entry = entries.get(name)!;
    entry.shown = entry.at;
    output(`${factsLine(name, entry, { final, unit: UNIT })}\n`);
  }
  return {
    update(name, done, of) {
      const entry = track(entries.get(name), { done, of, now: now() });
      entries.set(name, entry);
      if (entry.at - entry.shown >= every) print(name, false);
    },
    log: (line) => output(`${safe(line)}\n`),
    done() {
      for (const name of entries.keys()) print(name, true);
      entries.clear();
    },
  };
}

function bars(options: ProgressOptions): Progress {
  const { output = toStderr, size = consoleSize, now = () => performance.now() } = options;
  const { every = 100, signal } = options;
  const entries = new Map<string, ProgressEntry>();
  let drawn = 0, last = -Infinity;
  signal?.addEventListener("abort", () => drawn = 0, { once: true });
  /** Clears what is drawn, prints `above` and draws below it, in one write to avoid flicker. */
  function draw(above: string, final = false): void {
    const wipe = "\x1b[1A\x1b[2K".repeat(drawn);
    const { columns, rows } = size();
    const all = barLines(entries, { columns, final, unit: UNIT });
    // Lines that have scrolled out of the window cannot be reached again.
    const shown = final ? all : all.slice(-Math.max(1, rows - 1));
    output(`\r${wipe}${above}${shown.map((line) => `${line}\n`).join("")}`);
    drawn = shown.length;
  }
  return {
    update(name, done, of) {
      const entry = track(entries.get(name), { done, of, now: now() });
      entries.set(name, entry);
      if (entry.at - last < every) return;
      last = entry.at;
      draw("");
    },
    log: (line) => draw(`${safe(line)}\n`),
    done() {
      if (entries.size > 0) draw("", true);
      entries.clear();
      drawn = 0;
      last = -Infinity;
    },
  };
}

function safe(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

function consoleSize(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    if (columns > 0 && rows > 0) return { columns, rows };
  } catch {
    // Not a terminal, though the caller says so; one that does not know its size reports 0.
  }
  return { columns: 80, rows: 24 };
}

function toStderr(text: string): void {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let written = 0; written < bytes.length;) {
      written += Deno.stderr.writeSync(bytes.subarray(written));
    }
  } catch {
    // The job continues if standard error is closed.
  }
}
