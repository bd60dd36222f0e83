import type { CsvRow } from "../csv.ts";
import type { FieldError } from "../streams/check.ts";
import type { Stream } from "../streams/stream.ts";
import { Batches } from "./batches.ts";
import { readCsv } from "./csv_file.ts";
import { type Layout, problemOf, readHeader } from "./csv_header.ts";
import { findFiles, type InputFile, progressOf } from "./files.ts";
import type { Source, SourceBatch, SourceOptions } from "./source.ts";

/** What a file's rows are read with. */
export interface CsvFileFacts<C extends string> {
  /** Index of each column of the layout, −1 if the file lacks it. */
  at: Record<C, number>;
  /** For its numbers. */
  delimiter: string;
  file: InputFile;
}

/** Makes a record of a row's cells, or says which cell is wrong. Ranges are left to the stream's check. */
export type RowReader<R> = (cells: readonly string[]) => R | FieldError;

/** Options for {@linkcode csvRecords}: how files become records of a stream. */
export interface CsvRecordsOptions<C extends string, R> extends SourceOptions {
  stream: Stream;
  /** The columns, recognised by their names in the header, in any order. */
  layout: Layout<C>;
  /** Makes the reader of a file's rows when its header is known. Or says why the file cannot be read. */
  rowReader(facts: CsvFileFacts<C>): RowReader<R> | FieldError;
}

/**
 * The rows of CSV files, plain or gzip, as records of a stream. Columns of other names are left out, with
 * a note. Behind a header without the needed columns, each row is rejected. Memory does not grow with
 * file size.
 *
 * @param paths Files, directories of `.csv` and `.csv.gz` files, or `-` for standard input.
 * @throws {UsageError} A path is missing or cannot be read.
 */
export async function* csvRecords<C extends string, R extends object>(
  paths: string | readonly string[],
  options: CsvRecordsOptions<C, R>,
): Source {
  const files = await findFiles(paths, { extensions: [".csv"], log: options.log });
  const progress = progressOf(files);
  for (const file of files) {
    if (options.signal?.aborted) return;
    yield* recordsOf(file, { ...options, progress: (bytes) => progress(file, bytes) });
  }
}

async function* recordsOf<C extends string, R extends object>(
  file: InputFile,
  { stream, layout, rowReader, batchSize, progress, ...reading }: CsvRecordsOptions<C, R> & {
    progress: (bytes: number) => number | undefined;
  },
): AsyncGenerator<SourceBatch> {
  const { signal, log = console.error } = reading;
  const batches = new Batches(stream, { file, batchSize });
  let header: CsvRow | undefined, titles = "";
  let take: (row: CsvRow) => void = () => {};
  let fault: FieldError | undefined;
  let share: number | undefined, last = 0;
  /** Chooses how the rows below a header are taken. */
  function begin(row: CsvRow, delimiter: string): (row: CsvRow) => void {
    const found = readHeader(row, layout);
    const read = "error" in found ? found.error : rowReader({ at: found.at, delimiter, file });
    if (typeof read !== "function") {
      fault = read;
      const { reason } = read;
      return (row) => batches.reject({ reason }, row);
    }
    if ("leftOut" in found) log(`${file.path}: left out ${found.leftOut}`);
    return (row) => {
      const record = read(row.cells);
      if (!("reason" in record)) batches.add(record as Record<string, unknown>, row.line);
      else if (row.cells.join() === titles) batches.reject({ reason: "repeats the header" }, row);
      else batches.reject(record, row);
    };
  }
  for await (const { rows, bytes, delimiter, refused } of readCsv(file, reading)) {
    if (refused) {
      batches.reject({ reason: refused }, { line: 1, raw: "" });
      return yield* batches.rest(progress(file.size ?? bytes));
    }
    for (const row of rows) {
      last = row.line;
      if (!header) {
        header = row;
        titles = row.cells.join();
        take = begin(row, delimiter);
      } else if (row.problem === undefined) take(row);
      else batches.reject(problemOf(row), row);
    }
    yield* batches.full(share = progress(bytes));
  }
  if (!header && !signal?.aborted) {
    batches.reject({ reason: "has no header: the file is empty" }, { line: 1, raw: "" });
  } else if (header && fault && last === header.line && !signal?.aborted) {
    // A header alone is no record, but a wrong one must not pass in silence.
    batches.reject(fault, header);
  }
  yield* batches.rest(share);
}
