import { CsvReader, type CsvRow } from "../csv.ts";
import type { InputFile } from "./files.ts";
import { readText } from "./read_text.ts";

/** Some rows of a CSV file. */
export interface CsvRows {
  /** The rows; the first one of a file is its header. */
  rows: CsvRow[];
  /** Bytes of the file read so far. */
  bytes: number;
}

/**
 * The rows of a CSV file, plain or gzip; memory does not grow with file size. If the file breaks
 * off, the last row has no cells, and its problem says why.
 */
export async function* readCsv(
  file: InputFile,
  { signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<CsvRows> {
  const reader = new CsvReader();
  for await (const { text, bytes, end, broken } of readText(file, { signal })) {
    const rows = reader.push(text);
    if (broken !== undefined) {
      const problem = `cannot be read from here on: ${broken}`;
      rows.push({ ...reader.unfinished, cells: [], problem });
    } else if (end) rows.push(...reader.end());
    yield { rows, bytes };
  }
}
