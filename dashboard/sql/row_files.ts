/** Files of rows, written as the rows arrive: memory does not grow with them. */
import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import { formatCsvRow } from "../../lib/csv_write.ts";
import type { AnswerColumn } from "../../lib/questdb/answer.ts";
import { isoMicros, isoSeconds } from "../../lib/time.ts";

/** Writes rows to a file. */
export interface RowFile {
  /** @param values In the order of the columns; times as ISO text. */
  write(values: readonly unknown[], columns: readonly AnswerColumn[]): void;
  /** Writes what is left. @param columns Needed if there were no rows. */
  end(columns: readonly AnswerColumn[]): void;
}

/** Takes the bytes of a file, piece by piece. */
export type TakeBytes = (bytes: Uint8Array) => void;

/** Characters of CSV that are collected. */
const PIECE = 65_536;
/** Rows that Parquet groups: they are encoded at once, in some 20 ms. */
const GROUP = 10_000;

/** CSV with a header, as `deno task sql --csv` writes it. */
export function csvFile(take: TakeBytes): RowFile {
  const encoder = new TextEncoder();
  let text: string | undefined;
  const head = (columns: readonly AnswerColumn[]) => formatCsvRow(columns.map(({ name }) => name));
  return {
    write(values, columns) {
      text = (text ?? head(columns)) + formatCsvRow(values);
      if (text.length < PIECE) return;
      take(encoder.encode(text));
      text = "";
    },
    end: (columns) => take(encoder.encode(text ?? head(columns))),
  };
}

/** Parquet, compressed by Snappy; times are microseconds, what Parquet has no type for is text. */
export function parquetFile(take: TakeBytes): RowFile {
  const bytes = new ByteWriter();
  // Called after each group.
  const flush = () => {
    if (bytes.index === 0) return;
    take(new Uint8Array(bytes.buffer.slice(0, bytes.index)));
    bytes.index = 0;
  };
  let file: ParquetWriter | undefined;
  let rows: (readonly unknown[])[] = [];
  const open = (columns: readonly AnswerColumn[]) =>
    new ParquetWriter({
      writer: Object.assign(bytes, { flush }),
      schema: [{ name: "root", num_children: columns.length }, ...columns.map(elementOf)],
      createdBy: "Tributary",
    });
  function writeGroup(columns: readonly AnswerColumn[]): void {
    file ??= open(columns);
    const columnData = columns.map(({ name, type }, i) => {
      const { convert } = typeOf(type);
      return {
        name,
        data: rows.map((values) => values[i] === null ? null : convert(values[i])),
      };
    });
    if (rows.length > 0) void file.write({ columnData, rowGroupSize: rows.length }); // nothing to wait for
    rows = [];
  }
  return {
    write(values, columns) {
      rows.push(values);
      if (rows.length >= GROUP) writeGroup(columns);
    },
    end(columns) {
      writeGroup(columns);
      void file!.finish(); // nothing to wait for
      flush();
    },
  };
}

interface ParquetType {
  element: Omit<SchemaElement, "name">;
  convert(value: unknown): unknown;
}

const TEXT: ParquetType = {
  element: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  convert: (value) => typeof value === "string" ? value : JSON.stringify(value),
};
const INTEGER: ParquetType = { element: { type: "INT32" }, convert: Number };
const TYPES: Readonly<Record<string, ParquetType>> = {
  BOOLEAN: { element: { type: "BOOLEAN" }, convert: (value) => value === true || value === "t" },
  LONG: { element: { type: "INT64" }, convert: (value) => BigInt(value as number) },
  INT: INTEGER,
  SHORT: INTEGER,
  FLOAT: { element: { type: "FLOAT" }, convert: Number },
  DOUBLE: { element: { type: "DOUBLE" }, convert: Number },
  TIMESTAMP: {
    element: {
      type: "INT64",
      converted_type: "TIMESTAMP_MICROS",
      logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
    },
    convert: (value) => microsOf(value as string),
  },
};

/** Microseconds since 1970; null beyond the year 9999, which the text of a time can have. */
function microsOf(text: string): bigint | null {
  const seconds = isoSeconds(text);
  if (Number.isNaN(seconds)) return null;
  return BigInt(seconds) * 1_000_000n + BigInt(isoMicros(text));
}

function typeOf(type: string): ParquetType {
  return TYPES[type] ?? TEXT;
}

function elementOf({ name, type }: AnswerColumn): SchemaElement {
  return { name, repetition_type: "OPTIONAL", ...typeOf(type).element };
}
