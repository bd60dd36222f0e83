import type { CsvRow } from "../../csv.ts";
import { UsageError } from "../../errors.ts";
import type { FieldError } from "../../streams/check.ts";
import { readCsv } from "../../sources/csv_file.ts";
import { cellText } from "../../sources/cell_text.ts";
import { fieldName, readHeader } from "../../sources/csv_header.ts";
import type { InputFile } from "../../sources/files.ts";
import { NumberReader } from "../../sources/numbers.ts";
import type { ReadTextOptions } from "../../sources/read_text.ts";

/** The four files of the layout and their columns, as in Maven Analytics' "Pizza Place Sales". */
const COLUMNS = {
  pizza_types: ["pizza_type_id", "name", "category", "ingredients"],
  pizzas: ["pizza_id", "pizza_type_id", "size", "price"],
  orders: ["order_id", "date", "time"],
  order_details: ["order_details_id", "order_id", "pizza_id", "quantity"],
} as const;

/** The name of one of the four. */
export type ShopTableName = keyof typeof COLUMNS;

const NAMES = Object.keys(COLUMNS) as ShopTableName[];

/** One of the four files. */
export interface ShopTable<C extends string = string> {
  file: InputFile;
  /** Index of each column. */
  at: Record<C, number>;
  /** How the file writes its numbers. */
  numbers: NumberReader;
}

/** The four files. */
export type ShopTables = { [N in ShopTableName]: ShopTable<typeof COLUMNS[N][number]> };

/** A file that is not one of the four: the one that is most similar, and what is wrong with its header. */
export interface UnknownTable {
  file: InputFile;
  nearest: ShopTableName;
  row: Pick<CsvRow, "line" | "raw">;
  error: FieldError;
}

/**
 * Recognises the four files by their headers.
 *
 * @returns Those found, and the files that are not one of them.
 * @throws {UsageError} Two files are the same table.
 */
export async function findTables(
  files: readonly InputFile[],
  { log = console.error, ...options }: ReadTextOptions = {},
): Promise<{ tables: Partial<ShopTables>; unknown: UnknownTable[] }> {
  const tables: Partial<Record<ShopTableName, ShopTable>> = {};
  const unknown: UnknownTable[] = [];
  for (const file of files) {
    const { row, delimiter, refused } = await firstRow(file, { ...options, log: () => {} });
    const nearest = NAMES.toSorted((a, b) => shared(row, b) - shared(row, a))[0]!;
    const columns: readonly string[] = COLUMNS[nearest];
    const header = readHeader(row, { columns, required: columns });
    if (refused || "error" in header) {
      const error = "error" in header && !refused ? header.error : { reason: refused! };
      unknown.push({ file, nearest, row, error });
      continue;
    }
    const other = tables[nearest]?.file.path;
    if (other !== undefined) {
      throw new UsageError(
        `Cannot read orders: ${other} and ${file.path} both hold ${nearest}; give one of them`,
      );
    }
    if (header.leftOut) log(`${file.path}: left out ${header.leftOut}`);
    tables[nearest] = { file, at: header.at, numbers: new NumberReader({ delimiter }) };
  }
  return { tables: tables as Partial<ShopTables>, unknown };
}

/**
 * Asserts that all four were found.
 *
 * @param unknown The files that are not one of them.
 * @throws {UsageError} One is missing; the message names it and its columns, and what is wrong with
 * the first three other files.
 */
export function haveAllTables(
  tables: Partial<ShopTables>,
  unknown: readonly UnknownTable[] = [],
): asserts tables is ShopTables {
  const missing = NAMES.filter((name) => !tables[name]);
  if (missing.length === 0) return;
  const wanted = missing.map((name) => `${name} (${COLUMNS[name].join(", ")})`).join(" and ");
  // Their rows are not rejected then, so this is the place to say why they are of no use.
  const others = unknown.slice(0, 3)
    .map(({ file, error }) => `; ${file.path} is none: ${error.reason}`).join("");
  throw new UsageError(`Cannot read orders: no CSV file with the columns of ${wanted}${others}`);
}

async function firstRow(
  file: InputFile,
  options: ReadTextOptions,
): Promise<{ row: CsvRow; delimiter: string; refused?: string }> {
  for await (const { rows, delimiter, refused } of readCsv(file, options)) {
    if (refused) return { row: { line: 1, raw: "", cells: [] }, delimiter, refused };
    if (rows[0]) return { row: rows[0], delimiter };
  }
  const problem = "is missing: the file is empty";
  return { row: { line: 1, raw: "", cells: [], problem }, delimiter: "," };
}

function shared({ cells }: CsvRow, table: ShopTableName): number {
  const columns: readonly string[] = COLUMNS[table];
  return cells.filter((cell) => columns.includes(fieldName(cell))).length;
}

/** A row of a table, its cells by column. */
export interface ShopTableRow<C extends string> extends CsvRow {
  named: Record<C, string>;
}

/** The rows of a table without its header, in chunks. */
export async function* tableRows<C extends string>(
  { file, at }: ShopTable<C>,
  options: ReadTextOptions,
): AsyncGenerator<ShopTableRow<C>[]> {
  const columns = Object.entries(at) as [C, number][];
  let skip = 1;
  for await (const { rows } of readCsv(file, options)) {
    yield rows.slice(skip).map((row) => {
      const named = {} as Record<C, string>;
      for (const [name, index] of columns) named[name] = cellText(row.cells[index] ?? "");
      return { ...row, named };
    });
    skip -= Math.min(skip, rows.length);
  }
}
