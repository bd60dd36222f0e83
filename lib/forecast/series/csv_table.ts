import { callersPath } from "../../config.ts";
import { UsageError } from "../../errors.ts";
import { cellText } from "../../sources/cell_text.ts";
import { readCsv } from "../../sources/csv_file.ts";
import { findFiles } from "../../sources/files.ts";
import { NumberReader } from "../../sources/numbers.ts";
import type { ReadTextOptions } from "../../sources/read_text.ts";
import type { RowTable } from "./row_table.ts";

/**
 * Reads the rows of a CSV file, plain or gzip, by the rules for files: delimiter, encoding and
 * numbers are those of lib/sources. All cells are text; numbers with a decimal comma are written
 * with a point. Columns without a name, such as the index that pandas writes, are left out.
 *
 * @param path Relative to the caller's folder; `-` is standard input.
 * @throws {UsageError} The file is missing, it is a directory of several CSV files, or there is no
 * such encoding.
 * @throws {Error} A row cannot be read, or there are no rows below a header.
 */
export async function csvTable(path: string, options: ReadTextOptions = {}): Promise<RowTable> {
  const [file, ...others] = await findFiles(callersPath(path), {
    extensions: [".csv"],
    log: options.log,
  });
  if (others.length > 0) {
    throw new UsageError(
      `Cannot read ${path}: the directory holds ${others.length + 1} CSV files; name one of them`,
    );
  }
  const rows: Record<string, string>[] = [], lines: number[] = [];
  let columns: string[] | undefined, separator = ",";
  for await (const piece of readCsv(file!, options)) {
    if (piece.refused) throw new Error(`Cannot read ${path}: it ${piece.refused}`);
    separator = piece.delimiter;
    for (const { line, cells, problem, field } of piece.rows) {
      const place = field === undefined ? "" : `, column ${JSON.stringify(field)}`;
      if (problem) throw new Error(`Cannot read ${path}:${line}${place}: it ${problem}`);
      if (columns === undefined) columns = cells.map((cell) => cell.trim());
      else {
        const named = columns.map((name, i) => [name, cells[i]!] as const);
        rows.push(Object.fromEntries(named.filter(([name]) => name !== "")));
        lines.push(line);
      }
    }
  }
  options.signal?.throwIfAborted();
  if (columns === undefined || rows.length === 0) {
    throw new Error(`Cannot forecast ${path}: it has no rows below a header`);
  }
  const names = columns.filter((name) => name !== "");
  const repeated = names.filter((name, i) => names.indexOf(name) < i);
  const table = { columns: [...new Set(names)], rows, source: path, lines, repeated };
  if (separator === ";") withDecimalPoint(table);
  return table;
}

interface TextTable extends RowTable {
  rows: Record<string, string>[];
}

/** Finds out how a file with semicolons writes numbers, and writes them with a decimal point. */
function withDecimalPoint({ rows, source, lines }: TextTable) {
  const numbers = new NumberReader({ delimiter: ";", scientific: true });
  let unclear: string | undefined;
  for (const [i, row] of rows.entries()) {
    if (numbers.mark !== undefined) break;
    for (const [name, cell] of Object.entries(row)) {
      const text = cellText(cell);
      const fault = isNaN(numbers.money(text)) ? numbers.fault(text, "") : "";
      if (fault !== "") {
        unclear ??= `${source}:${lines?.[i]}, column ${JSON.stringify(name)}${fault}`;
      }
    }
  }
  if (numbers.mark === undefined && unclear) throw new Error(`Cannot read ${unclear}`);
  if (numbers.mark !== ",") return;
  for (const row of rows) {
    for (const [name, cell] of Object.entries(row)) {
      const number = /[.,]/.test(cell) ? numbers.money(cellText(cell)) : NaN;
      if (!isNaN(number)) row[name] = String(number);
    }
  }
}
