import type { CsvRow } from "../../csv.ts";
import { UsageError } from "../../errors.ts";
import type { FieldError } from "../../streams/check.ts";
import { readCsv } from "../../sources/csv_file.ts";
import { readHeader } from "../../sources/csv_header.ts";
import type { InputFile } from "../../sources/files.ts";

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
): Promise<{ tables: Partial<ShopTables>; unknown: UnknownTable[] }> {
  const tables: Partial<Record<ShopTableName, ShopTable>> = {};
  const unknown: UnknownTable[] = [];
  for (const file of files) {
    const row = await firstRow(file);
    const nearest = NAMES.toSorted((a, b) => shared(row, b) - shared(row, a))[0]!;
    const columns: readonly string[] = COLUMNS[nearest];
    const header = readHeader(row, { columns, required: columns });
    if ("error" in header) {
      unknown.push({ file, nearest, row, error: header.error });
      continue;
    }
    const other = tables[nearest]?.file.path;
    if (other !== undefined) {
      throw new UsageError(
        `Cannot read orders: ${other} and ${file.path} both hold ${nearest}; give one of them`,
      );
    }
    tables[nearest] = { file, at: header.at };
  }
  return { tables: tables as Partial<ShopTables>, unknown };
}

/**
 * Asserts that all four were found.
 *
 * @throws {UsageError} One is missing; the message names it and its columns.
 */
export function haveAllTables(tables: Partial<ShopTables>): asserts tables is ShopTables {
  const missing = NAMES.filter((name) => !tables[name]);
  if (missing.length === 0) return;
  const wanted = missing.map((name) => `${name} (${COLUMNS[name].join(", ")})`).join(" and ");
  throw new UsageError(`Cannot read orders: no CSV file with the columns of ${wanted}`);
}

async function firstRow(file: InputFile): Promise<CsvRow> {
  for await (const { rows } of readCsv(file)) if (rows[0]) return rows[0];
  return { line: 1, raw: "", cells: [], problem: "is missing: the file is empty" };
}

function shared({ cells }: CsvRow, table: ShopTableName): number {
  const columns: readonly string[] = COLUMNS[table];
  return cells.filter((cell) => columns.includes(cell.trim().toLowerCase())).length;
}

/** A row of a table, its cells by column. */
export interface ShopTableRow<C extends string> extends CsvRow {
  named: Record<C, string>;
}

/** The rows of a table without its header, in chunks. */
export async function* tableRows<C extends string>(
  { file, at }: ShopTable<C>,
  { signal }: { signal?: AbortSignal | undefined },
): AsyncGenerator<ShopTableRow<C>[]> {
  const columns = Object.entries(at) as [C, number][];
  let skip = 1;
  for await (const { rows } of readCsv(file, { signal })) {
    yield rows.slice(skip).map((row) => {
      const named = {} as Record<C, string>;
      for (const [name, index] of columns) named[name] = row.cells[index]!;
      return { ...row, named };
    });
    skip -= Math.min(skip, rows.length);
  }
}
