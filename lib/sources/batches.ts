import type { FieldError } from "../streams/check.ts";
import { showBadBytes } from "./bad_bytes.ts";
import { firstBytes, reject } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import type { InputFile } from "./files.ts";
import type { SourceBatch } from "./source.ts";

/** Collects a file's records and rejections for one stream into batches. */
export class Batches {
  #stream: Stream;
  #file: InputFile;
  #size: number;
  #full: SourceBatch[] = [];
  #batch: SourceBatch;

  /** @param options The file, and the maximum number of records in a batch. @default batchSize 2000 */
  constructor(stream: Stream, { file, batchSize = 2000 }: { file: InputFile; batchSize?: number }) {
    this.#stream = stream;
    this.#file = file;
    this.#size = batchSize;
    this.#batch = this.#empty();
  }

  #empty(): SourceBatch {
    const { path: source, modified } = this.#file;
    return { stream: this.#stream, source, modified, records: [], lines: [], rejected: [] };
  }

  #closeIf(length: number) {
    if (length < this.#size) return;
    this.#full.push(this.#batch);
    this.#batch = this.#empty();
  }

  /** Adds a record and its line. */
  add(record: Record<string, unknown>, line: number): void {
    this.#batch.lines.push(line);
    this.#closeIf(this.#batch.records.push(record));
  }

  /** Adds a rejection: what is wrong, and the line and text that were read. */
  reject(error: FieldError, { line, raw }: { line: number; raw: string }): void {
    const { path: source, modified: time = new Date().toISOString() } = this.#file;
    const input = { stream: this.#stream, source, line, time, raw: showBadBytes(firstBytes(raw)) };
    const value = typeof error.value === "string" ? showBadBytes(error.value) : error.value;
    this.#closeIf(
      this.#batch.rejected.push(
        reject(input, { ...error, value, reason: showBadBytes(error.reason) }),
      ),
    );
  }

  /** Removes and returns the full batches. */
  full(progress?: number): SourceBatch[] {
    return this.#full.splice(0).map((batch) => ({ ...batch, progress }));
  }

  /** Removes and returns everything that is left. */
  rest(progress?: number): SourceBatch[] {
    const { records, rejected } = this.#batch;
    if (records.length + rejected.length > 0) this.#full.push(this.#batch);
    this.#batch = this.#empty();
    return this.full(progress);
  }
}
