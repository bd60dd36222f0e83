import { shortText } from "../errors.ts";
import type { Stream } from "../streams/define.ts";
import type { InputFile } from "./files.ts";
import type { SourceBatch } from "./source.ts";

/** Most bytes of a rejected row that are kept. */
const RAW_LIMIT = 65_536;

/** Why something read is no record. */
export interface Fault {
  /** Field that is wrong. @default the record as a whole */
  field?: string;
  /** The value found. */
  value?: unknown;
  /** What was wanted. */
  reason: string;
}

/** Gathers what a file holds for one stream into batches. */
export class Batches {
  #stream: Stream;
  #file: InputFile;
  #size: number;
  #full: SourceBatch[] = [];
  #batch: SourceBatch;

  /** @param options The file it comes from, and the most records in a batch. @default batchSize 2000 */
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

  /** Adds a record that stands at a line. */
  add(record: Record<string, unknown>, line: number): void {
    this.#batch.lines.push(line);
    this.#closeIf(this.#batch.records.push(record));
  }

  /** Adds something that is none: why, its line, and what stands there. */
  reject(fault: Fault, { line, raw }: { line: number; raw: string }): void {
    const { field = "", value, reason } = fault;
    const text = value === undefined ? "" : shortText(value);
    this.#closeIf(this.#batch.rejected.push({
      source: this.#file.path,
      line,
      field,
      value: text,
      reason,
      raw: withinBytes(raw),
    }));
  }

  /** Hands out the batches that are full. */
  full(progress?: number): SourceBatch[] {
    return this.#full.splice(0).map((batch) => ({ ...batch, progress }));
  }

  /** Hands out all that is left. */
  rest(progress?: number): SourceBatch[] {
    const { records, rejected } = this.#batch;
    if (records.length + rejected.length > 0) this.#full.push(this.#batch);
    this.#batch = this.#empty();
    return this.full(progress);
  }
}

/** The beginning of a text that takes at most {@linkcode RAW_LIMIT} bytes as UTF-8. */
function withinBytes(text: string): string {
  if (text.length * 3 <= RAW_LIMIT) return text;
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(RAW_LIMIT)).read);
}
