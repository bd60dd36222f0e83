/** How far a long job is: bars on a terminal, plain lines elsewhere, or nothing. */
import { cutTo, printable, widthOf } from "./terminal_text.ts";
import { type Entry, facts, track } from "./progress_entry.ts";

/** What a job tells while it runs. */
export interface Progress {
  /**
   * Says how far `name` is.
   *
   * @param done Records so far.
   * @param of Records in all, or the share (0 to 1) of the input that is read; absent where neither
   * is known.
   */
  update(name: string, done: number, of?: number | { share?: number }): void;
  /** Prints a line among the progress. */
  log(line: string): void;
  /** Shows how it ended. A later update starts anew. */
  done(): void;
}

/** What {@linkcode openProgress} takes. */
export interface ProgressOptions {
  /** Takes the text. @default standard error */
  output?: (text: string) => void;
  /** Bars, redrawn in place, instead of plain lines. @default whether standard error is a terminal */
  isTerminal?: boolean;
  /** Columns and rows of the terminal, asked at every drawing. @default Deno.consoleSize */
  size?: () => { columns: number; rows: number };
  /** Milliseconds of a clock that never goes back. @default performance.now */
  now?: () => number;
  /** Milliseconds from one drawing, or from one line of a name, to the next. @default 100 for bars, 5000 for lines */
  every?: number;
  /** When it aborts, the bars stay as they stand and are drawn anew below what others print. */
  signal?: AbortSignal;
}

/** Progress that is not shown. */
export const noProgress: Progress = { update() {}, log() {}, done() {} };

/**
 * Opens the progress of a command on standard error. The cursor is never hidden and always stands
 * below what was drawn, so a killed command leaves the terminal as it should be.
 */
export function openProgress(options: ProgressOptions = {}): Progress {
  return options.isTerminal ?? Deno.stderr.isTerminal() ? bars(options) : lines(options);
}

function lines(options: ProgressOptions): Progress {
  const { output = toStderr, now = () => performance.now(), every = 5000 } = options;
  const entries = new Map<string, Entry>();
  function print(name: string, final: boolean): void {
    const entry = entries.get(name)!;
    entry.shown = entry.at;
    output(`${printable(name)}: ${facts(entry, final).filter(Boolean).join(", ")}\n`);
  }
  return {
    update(name, done, of) {
      const entry = track(entries, name, { done, of, now: now() });
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
  const entries = new Map<string, Entry>();
  let drawn = 0, last = -Infinity;
  signal?.addEventListener("abort", () => drawn = 0, { once: true });
  /** Wipes what is drawn, prints `above` and draws below it, in one write so that nothing flickers. */
  function draw(above: string, final = false): void {
    const wipe = "\x1b[1A\x1b[2K".repeat(drawn);
    const { columns, rows } = size();
    const all = barLines(entries, { columns, final });
    // What has scrolled out of the window cannot be reached again.
    const shown = final ? all : all.slice(-Math.max(1, rows - 1));
    output(`\r${wipe}${above}${shown.map((line) => `${line}\n`).join("")}`);
    drawn = shown.length;
  }
  return {
    update(name, done, of) {
      const { at } = track(entries, name, { done, of, now: now() });
      if (at - last < every) return;
      last = at;
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

/** One line an entry, its facts in aligned columns, a bar where the share is known and has room. */
function barLines(entries: Map<string, Entry>, at: { columns: number; final: boolean }): string[] {
  const names = [...entries.keys()].map((name) => cutTo(printable(name), 30));
  const table = [...entries.values()].map((entry) => facts(entry, at.final));
  const widest = (texts: string[]) => Math.max(...texts.map(widthOf));
  const nameWidth = widest(names);
  const widths = [0, 1, 2, 3].map((i) => widest(table.map((row) => row[i]!)));
  return [...entries.values()].map((entry, i) => {
    const cells = table[i]!.map((text, column) => text.padStart(widths[column]!));
    const text = cells.filter((cell) => cell !== "").join("  ");
    const room = Math.min(24, at.columns - nameWidth - text.length - 7);
    const bar = room < 5 ? "" : `${barOf(entry.share, room)}  `;
    const name = names[i]! + " ".repeat(nameWidth - widthOf(names[i]!));
    return cutTo(`${name}  ${bar}${text}`, at.columns - 1).trimEnd();
  });
}

function barOf(share: number | undefined, width: number): string {
  if (share === undefined) return " ".repeat(width + 2);
  const full = Math.floor(share * width);
  return `[${"=".repeat(full)}${full < width ? ">" : ""}${
    " ".repeat(Math.max(0, width - full - 1))
  }]`;
}

function safe(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

function consoleSize(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    if (columns > 0 && rows > 0) return { columns, rows };
  } catch {
    // No terminal, though the caller says so; one that does not know its size says 0.
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
    // A closed standard error is no reason to stop the job.
  }
}
