import { CsvReader, type CsvRow } from "../csv.ts";
import { badBytes, isWhole, showBadBytes } from "./bad_bytes.ts";
import { delimiterOf } from "./delimiter.ts";
import type { InputFile } from "./files.ts";
import { readText, type ReadTextOptions } from "./read_text.ts";

/** Some rows of a CSV file. */
export interface CsvRows {
  /** The rows; the first one of a file is its header. */
  rows: CsvRow[];
  /** The delimiter, once the header has been read. */
  delimiter: string;
  /** Bytes of the file read so far. */
  bytes: number;
  /** Why the file has no rows: `is a zip archive: unpack it first`. */
  refused?: string;
}

/** How a JSON file begins; a header may begin with `[` alone. */
const JSON_START = /^\s*(?:\[\s*)?\{\s*(?:"|$)|^\s*\[\s*(?:"|\]|$)/;

/**
 * The rows of a CSV file, plain or gzip; memory does not grow with file size. If the file breaks
 * off, the last row has no cells, and its problem says why. A row with bytes that are not of the
 * file's encoding has a problem that names its column.
 *
 * @throws {UsageError} There is no such encoding.
 */
export async function* readCsv(
  file: InputFile,
  options: ReadTextOptions = {},
): AsyncGenerator<CsvRows> {
  const reader = new CsvReader({ delimiterOf });
  let header: CsvRow | undefined;
  let whole = true;
  for await (const piece of readText(file, options)) {
    const { text, encoding, bytes, end, broken, refused } = piece;
    if (refused) return yield { rows: [], delimiter: ",", bytes, refused };
    whole &&= isWhole(text);
    const rows = reader.push(text);
    if (broken !== undefined) {
      const problem = `cannot be read from here on: ${broken}`;
      rows.push({ ...reader.unfinished, cells: [], problem });
    } else if (end) rows.push(...reader.end());
    if (!header && rows[0]) {
      header = rows[0];
      if (JSON_START.test(header.raw)) {
        const refused = "is JSON: save it as CSV, with the columns' names in the first line";
        return yield { rows: [], delimiter: ",", bytes, refused };
      }
    }
    if (!whole) { for (const row of rows) markBad(row, { encoding, header }); }
    yield { rows, delimiter: reader.delimiter, bytes };
  }
}

/** Gives a row with bad bytes its problem, and makes its text readable. */
function markBad(row: CsvRow, { encoding, header }: { encoding: string; header?: CsvRow }) {
  if (isWhole(row.raw)) return;
  const at = row.cells.findIndex((cell) => !isWhole(cell));
  row.problem ??= badBytes(row.cells[at] ?? row.raw, encoding);
  const field = row === header ? undefined : header?.cells[at];
  if (field !== undefined) row.field = field;
  row.raw = showBadBytes(row.raw);
  row.cells = row.cells.map(showBadBytes);
}
