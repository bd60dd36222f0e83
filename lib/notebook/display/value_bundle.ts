/** Values of the language as tables. Without packages: Deno's kernel loads it in any folder. */
import { frameRows, isFrame } from "../frame/frame_like.ts";
import type { Row } from "../../questdb/answer.ts";
import { typesOf } from "../query/types_of.ts";
import { count } from "../readable.ts";
import { type Bundle, DISPLAY } from "./bundle.ts";
import { gridBundle } from "./data_grid.ts";

/** Rows that can be asked for by their place. */
interface RowSource {
  rows: number;
  /** At most `limit` rows from `offset` on. */
  take(offset: number, limit: number): readonly Row[];
  /** Above the table. @default "1,000 rows × 5 columns" */
  caption?: string;
}

/** Number of rows shown, as in `table()`. */
const SHOWN = 10;

/**
 * A value of the language as a table, if one is easier to read than text: an array of objects, a Map,
 * a Set, a typed array, an arquero table.
 *
 * @returns undefined for any other value.
 */
export function valueBundle(value: unknown): Bundle | undefined {
  if (value instanceof Date && !isNaN(value.getTime())) {
    return { "text/plain": value.toISOString() };
  }
  const source = sourceOf(value);
  return source && source.rows > 0 ? tableOf(source) : undefined;
}

/** Whether a value is an array of objects with columns, and not empty. */
export function isRowList(value: unknown): value is Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRow);
}

function sourceOf(value: unknown): RowSource | undefined {
  if (isRowList(value)) return listed(value);
  if (value instanceof Map) {
    const entries = [...value];
    const flat = entries.every(([, inner]) => isRow(inner) && !("key" in inner));
    const rows = entries.map(([key, inner]) => flat ? { key, ...inner } : { key, value: inner });
    const size = rows.length === 1 ? "1 entry" : `${rows.length.toLocaleString("en")} entries`;
    return { ...listed(rows), caption: `Map of ${size}` };
  }
  if (value instanceof Set) {
    const items = [...value];
    const rows = items.every(isRow) ? items : items.map((value) => ({ value }));
    return { ...listed(rows), caption: `Set of ${count(rows.length, "value")}` };
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const items = value as unknown as ArrayLike<number | bigint>;
    return {
      caption: `${value.constructor.name} of ${count(items.length, "value")}`,
      rows: items.length,
      take: (offset, limit) =>
        Array.from({ length: limit }, (_, i) => ({ index: offset + i, value: items[offset + i] })),
    };
  }
  if (isFrame(value)) {
    return {
      rows: value.numRows(),
      take: (offset, limit) => frameRows(value, offset, limit),
    };
  }
}

function listed(rows: readonly Row[]): RowSource {
  return { rows: rows.length, take: (offset, limit) => rows.slice(offset, offset + limit) };
}

function tableOf({ rows, take, caption }: RowSource): Bundle {
  const last = rows > SHOWN ? Math.floor(SHOWN / 2) : 0;
  const head = take(0, Math.min(rows, SHOWN - last));
  const tail = last > 0 ? take(rows - last, last) : [];
  const columns = typesOf([...head, ...tail]);
  return gridBundle({ head, tail, columns, rows, ...caption === undefined ? {} : { caption } });
}

/** Whether a value is an object of its own making with columns: not a Date, Error, Map … */
function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null &&
    Object.prototype.toString.call(value) === "[object Object]" &&
    !(DISPLAY in value) && !Array.isArray((value as { marks?: unknown }).marks) &&
    Object.keys(value).length > 0;
}
