import { LineSplitter } from "./lines.ts";

/** One row of a CSV text, or a piece of text that is not one. */
export interface CsvRow {
  /** Line where the row starts, from 1. */
  line: number;
  /** The cells, without their quotes; none if the row cannot be split into cells. */
  cells: string[];
  /** The original text of the row. */
  raw: string;
  /** Why this is not a row of the table: `has 22 cells, the header has 23`. */
  problem?: string;
}

/** Why a line has no cells: a misplaced quote, or a quoted cell that is still open at its end. */
type Unparsed = "stray" | "open";

/**
 * Reads CSV that arrives in pieces, cut anywhere. The first valid row is the header and sets the
 * number of cells per row. Blank lines are skipped.
 * Source: RFC 4180, but LF is allowed as well as CRLF, and a byte-order mark is skipped.
 *
 * A broken row never damages others: if its quotes do not match, only that line is reported, and
 * reading continues at the next one. So a quoted cell may span lines only if the resulting row is
 * complete and has the header's number of cells.
 *
 * Lines without quotes, nearly all in practice, are simply split.
 */
export class CsvReader {
  #lines: LineSplitter;
  #line = 0;
  #width = -1;
  /** Lines of a row with a quoted cell that is still open. */
  #open: string[] = [];
  #openLength = 0;

  /**
   * @param options `limit`: maximum characters of a row; a longer one is reported. @default 262144
   */
  constructor({ limit = 262_144 }: { limit?: number } = {}) {
    this.#lines = new LineSplitter({ limit });
  }

  /** The unfinished row: the line where it starts, from 1, and its text so far. */
  get unfinished(): { line: number; raw: string } {
    const raw = [...this.#open, this.#lines.rest].join("\n");
    return { line: this.#line + 1 - this.#open.length, raw };
  }

  /** Reads the next piece of text. @returns The rows that end in it. */
  push(text: string): CsvRow[] {
    const rows: CsvRow[] = [];
    for (const line of this.#lines.push(text)) this.#take(line, rows);
    return rows;
  }

  /** Ends the text. @returns The rows that were still unfinished. */
  end(): CsvRow[] {
    const rows: CsvRow[] = [];
    for (const line of this.#lines.end()) this.#take(line, rows);
    while (this.#open.length > 0) this.#giveUp(rows);
    return rows;
  }

  #take(full: string, rows: CsvRow[]) {
    const line = ++this.#line;
    if (this.#open.length > 0) return this.#goOn(full, rows);
    if (line === 1 && full.charCodeAt(0) === 0xfeff) full = full.slice(1);
    const raw = full.charCodeAt(full.length - 1) === 13 ? full.slice(0, -1) : full;
    if (raw === "") return;
    if (raw.length > this.#lines.limit) {
      const problem = `is longer than ${this.#lines.limit} characters`;
      rows.push({ line, cells: [], raw, problem });
    } else if (!raw.includes('"')) {
      this.#row(raw.split(","), { line, raw, rows });
    } else {
      const cells = parseLine(raw);
      if (cells === "open") {
        this.#open = [full];
        this.#openLength = full.length;
      } else if (cells === "stray") {
        rows.push({ line, cells: [], raw, problem: "has a quote where none is allowed" });
      } else this.#row(cells, { line, raw, rows });
    }
  }

  #row(cells: string[], { line, raw, rows }: { line: number; raw: string; rows: CsvRow[] }) {
    if (this.#width === -1) this.#width = cells.length;
    const problem = cells.length === this.#width
      ? undefined
      : `has ${cells.length} cells, the header has ${this.#width}`;
    rows.push({ line, cells, raw, problem });
  }

  /** Reads a line within a quoted cell. Only an odd number of quotes can close the cell. */
  #goOn(full: string, rows: CsvRow[]) {
    this.#open.push(full);
    this.#openLength += full.length + 1;
    if (this.#openLength > this.#lines.limit) return this.#giveUp(rows);
    if (!hasOddQuotes(full)) return;
    const raw = this.#open.join("\n").replace(/\r$/, "");
    const cells = parseLine(raw);
    if (typeof cells === "string" || (this.#width !== -1 && cells.length !== this.#width)) {
      return this.#giveUp(rows);
    }
    this.#row(cells, { line: this.#line + 1 - this.#open.length, raw, rows });
    this.#open = [];
  }

  /**
   * The quote was never closed: reports its line and reads the following lines again, one by one.
   * Lines between two with odd numbers of quotes have even numbers, so none is read a third time.
   */
  #giveUp(rows: CsvRow[]) {
    const [raw, ...others] = this.#open;
    this.#open = [];
    this.#line -= others.length;
    rows.push({
      line: this.#line,
      cells: [],
      raw: raw!,
      problem: "opens a quote that never closes",
    });
    for (const other of others) this.#take(other, rows);
  }
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

/** Splits a row that contains quotes into cells. */
function parseLine(text: string): string[] | Unparsed {
  const cells: string[] = [];
  for (let at = 0;;) {
    let cell = "", end: number;
    if (text.charCodeAt(at) === 34) {
      for (let from = at + 1;; from = end + 2) {
        end = text.indexOf('"', from);
        if (end === -1) return "open";
        if (text.charCodeAt(end + 1) !== 34) {
          cell += text.slice(from, end++);
          break;
        }
        cell += text.slice(from, end + 1);
      }
      if (end < text.length && text.charCodeAt(end) !== 44) return "stray";
    } else {
      const comma = text.indexOf(",", at);
      end = comma === -1 ? text.length : comma;
      cell = text.slice(at, end);
      if (cell.includes('"')) return "stray";
    }
    cells.push(cell);
    if (end === text.length) return cells;
    at = end + 1;
  }
}
