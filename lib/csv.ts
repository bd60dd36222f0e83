import { hasOddQuotes, parseCells } from "./csv_cells.ts";
import { CsvLines } from "./csv_lines.ts";

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
  /** Title of the column that the problem is in, if it is in one. */
  field?: string;
}

/** Options for {@linkcode CsvReader}. */
export interface CsvReaderOptions {
  /** Maximum characters of a row; a longer one is reported. @default 262144 */
  limit?: number;
  /** Chooses the delimiter, one character, by the text of the header. @default a comma */
  delimiterOf?: (header: string) => string;
}

/**
 * Reads CSV that arrives in pieces, cut anywhere. The first valid row is the header and sets the
 * number of cells per row. Blank lines are skipped, as are empty cells beyond the header's; cells of
 * columns without a title at the header's end may be missing.
 * Source: RFC 4180, but lines may also end with LF, or all with CR, and a byte-order mark is skipped.
 *
 * A broken row never damages others: if its quotes do not match, only that line is reported, and
 * reading continues at the next one. A quoted cell may span lines. If it closes but its row has too
 * few or too many cells, all its lines are reported as one row, since text in a cell must not become
 * a row. They are read one by one only if they look like good rows between two misplaced quotes: most
 * lines between the first and the last have the header's number of cells, and so has the first, its
 * quote ignored (or no delimiter is outside the quotes). A line that does not fit but holds other line
 * ends (CR in a file of LF) is read as several.
 *
 * Lines without quotes, nearly all in practice, are simply split.
 */
export class CsvReader {
  #lines: CsvLines;
  #delimiterOf: (header: string) => string;
  #delimiter = ",";
  #line = 0;
  #width = -1;
  /** The header's number of cells without those at its end that have no title. */
  #titled = -1;
  /** Lines of a row with a quoted cell that is still open. */
  #open: string[] = [];
  #openLength = 0;

  constructor({ limit = 262_144, delimiterOf = () => "," }: CsvReaderOptions = {}) {
    this.#lines = new CsvLines(limit);
    this.#delimiterOf = delimiterOf;
  }

  /** The delimiter, once the header has been read. */
  get delimiter(): string {
    return this.#delimiter;
  }

  /** The unfinished row: the line where it starts, from 1, and its text so far. */
  get unfinished(): { line: number; raw: string } {
    const raw = [...this.#open, this.#lines.rest].join(this.#lines.separator);
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
    if (full.charCodeAt(0) === 10) full = full.slice(1); // CRLF in a text of CR
    const raw = full.charCodeAt(full.length - 1) === 13 ? full.slice(0, -1) : full;
    if (raw === "") return;
    if (this.#width === -1) this.#delimiter = this.#delimiterOf(raw);
    if (raw.length > this.#lines.limit) {
      const problem = `is longer than ${this.#lines.limit} characters`;
      rows.push({ line, cells: [], raw, problem });
    } else if (!raw.includes('"')) {
      this.#row(raw.split(this.#delimiter), { line, raw, rows });
    } else {
      const cells = parseCells(raw, this.#delimiter);
      if (cells === "open") {
        this.#open = [full];
        this.#openLength = full.length;
      } else if (cells === "stray") {
        if (this.#takeApart(raw, rows)) return;
        rows.push({ line, cells: [], raw, problem: "has a quote where none is allowed" });
      } else this.#row(cells, { line, raw, rows });
    }
  }

  #row(cells: string[], { line, raw, rows }: { line: number; raw: string; rows: CsvRow[] }) {
    if (this.#width === -1) {
      this.#width = cells.length;
      this.#titled = cells.findLastIndex((cell) => cell.trim() !== "") + 1;
    }
    if (this.#fits(cells)) return void rows.push({ line, cells, raw });
    if (this.#takeApart(raw, rows)) return;
    const problem = `has ${cells.length} cells, the header has ${this.#width}`;
    rows.push({ line, cells, raw, problem });
  }

  /** Whether a row has the header's cells; empty ones at its end are added or removed. */
  #fits(cells: string[]): boolean {
    const width = this.#width;
    if (cells.length === width) return true;
    if (cells.length < width) {
      if (cells.length < this.#titled) return false;
      while (cells.length < width) cells.push("");
      return true;
    }
    for (let i = width; i < cells.length; i++) if (cells[i]!.trim() !== "") return false;
    cells.length = width;
    return true;
  }

  /** Reads a line that holds other line ends as several. @returns False if it holds none. */
  #takeApart(raw: string, rows: CsvRow[]): boolean {
    const parts = raw.split(/\r\n?|\n/);
    if (parts.length === 1) return false;
    this.#line--;
    for (const part of parts) this.#take(part, rows);
    return true;
  }

  /** Reads a line within a quoted cell. Only an odd number of quotes can close the cell. */
  #goOn(full: string, rows: CsvRow[]) {
    this.#open.push(full);
    this.#openLength += full.length + 1;
    const { limit } = this.#lines;
    if (this.#openLength > limit) {
      return this.#giveUp(rows, `opens a quote that does not close within ${limit} characters`);
    }
    if (!hasOddQuotes(full)) return;
    const raw = this.#open.join(this.#lines.separator).replace(/\r$/, "");
    const cells = parseCells(raw, this.#delimiter);
    if (typeof cells === "string") {
      return this.#giveUp(rows, "opens a quote that does not close at the end of a cell");
    }
    const line = this.#line + 1 - this.#open.length;
    if (this.#width === -1 || this.#fits(cells)) this.#row(cells, { line, raw, rows });
    else {
      const problem = `has ${cells.length} cells, the header has ${this.#width}`;
      if (this.#joinsRows(cells.length)) {
        const below = this.#open.length - 1;
        return this.#giveUp(
          rows,
          `opens a quote that closes ${below} lines below; as one row it ${problem}`,
        );
      }
      rows.push({ line, cells, raw, problem });
    }
    this.#open = [];
  }

  /** Whether the lines of a row that does not fit look like rows that misplaced quotes have joined. */
  #joinsRows(cells: number): boolean {
    const [first, ...inner] = this.#open.slice(0, -1).map((line) => line.replace(/\r$/, ""));
    const isRow = (line: string) => {
      const cells = parseCells(line, this.#delimiter);
      return typeof cells !== "string" && this.#fits(cells);
    };
    const lines = inner.filter((line) => line !== "");
    return 2 * lines.filter(isRow).length > lines.length &&
      (cells === 1 || this.#fits(first!.split(this.#delimiter)));
  }

  /**
   * The quote was misplaced: reports its line and reads the following lines again, one by one. Lines
   * between two with odd numbers of quotes have even numbers, so none is read a third time.
   */
  #giveUp(rows: CsvRow[], problem = "opens a quote that never closes") {
    const [raw, ...others] = this.#open;
    this.#open = [];
    this.#line -= others.length;
    rows.push({ line: this.#line, cells: [], raw: raw!, problem });
    for (const other of others) this.#take(other, rows);
  }
}
