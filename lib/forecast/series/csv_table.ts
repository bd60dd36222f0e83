import { callersPath } from "../../config.ts";
import { readCsv } from "../../sources/csv_file.ts";
import { findFiles } from "../../sources/files.ts";
import type { RowTable } from "./row_table.ts";

/**
 * Reads the rows of a CSV file, plain or gzip; all cells are text.
 *
 * @param path Relative to the caller's folder; `-` is standard input.
 * @throws {UsageError} The file is missing.
 * @throws {Error} A row cannot be read, or there are no rows below a header.
 */
export async function csvTable(path: string, signal?: AbortSignal): Promise<RowTable> {
  const [file] = await findFiles(path === "-" ? path : callersPath(path), { extensions: [".csv"] });
  const rows: Record<string, unknown>[] = [], lines: number[] = [];
  let columns: string[] | undefined;
  for await (const piece of readCsv(file!, { signal })) {
    for (const { line, cells, problem } of piece.rows) {
      if (problem) throw new Error(`Cannot read ${path}:${line}: it ${problem}`);
      if (columns === undefined) columns = cells;
      else {
        rows.push(Object.fromEntries(columns.map((name, i) => [name, cells[i]])));
        lines.push(line);
      }
    }
  }
  if (columns === undefined || rows.length === 0) {
    throw new Error(`Cannot forecast ${path}: it has no rows below a header`);
  }
  return { columns, rows, source: path, lines };
}
