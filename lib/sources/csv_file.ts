import { CsvReader, type CsvRow } from "../csv.ts";
import type { InputFile } from "./files.ts";
import { readText } from "./read_text.ts";

/** Some rows of a CSV file. */
export interface CsvRows {
  /** The rows, the header among them as the first. */
  rows: CsvRow[];
  /** Bytes of the file read so far. */
  bytes: number;
}

/**
 * The rows of a CSV file, plain or gzip, in memory that does not grow with the file. Where a file
 * breaks off, the last row is none: its problem says why.
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
