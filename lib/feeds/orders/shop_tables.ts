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

/** One of the four. */
export type TableName = keyof typeof COLUMNS;

const NAMES = Object.keys(COLUMNS) as TableName[];

/** One of the four files. */
export interface Table<C extends string = string> {
  file: InputFile;
  /** Index of each column. */
  at: Record<C, number>;
}

/** The four files. */
export type Tables = { [N in TableName]: Table<typeof COLUMNS[N][number]> };

/** A file that is none of the four: the one it comes closest to, and what is wrong with its header. */
export interface UnknownTable {
  file: InputFile;
  nearest: TableName;
  row: Pick<CsvRow, "line" | "raw">;
  error: FieldError;
}

/**
 * Tells the four files by their headers.
 *
 * @returns Those found, and the files that are none.
 * @throws {UsageError} Two files are the same table.
 */
export async function findTables(
  files: readonly InputFile[],
): Promise<{ tables: Partial<Tables>; unknown: UnknownTable[] }> {
  const tables: Partial<Record<TableName, Table>> = {};
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
  return { tables: tables as Partial<Tables>, unknown };
}

/**
 * Whether all four were found.
 *
 * @throws {UsageError} One is missing: which, and its columns.
 */
export function haveAllTables(tables: Partial<Tables>): asserts tables is Tables {
  const missing = NAMES.filter((name) => !tables[name]);
  if (missing.length === 0) return;
  const wanted = missing.map((name) => `${name} (${COLUMNS[name].join(", ")})`).join(" and ");
  throw new UsageError(`Cannot read orders: no CSV file with the columns of ${wanted}`);
}

async function firstRow(file: InputFile): Promise<CsvRow> {
  for await (const { rows } of readCsv(file)) if (rows[0]) return rows[0];
  return { line: 1, raw: "", cells: [], problem: "is missing: the file is empty" };
}

function shared({ cells }: CsvRow, table: TableName): number {
  const columns: readonly string[] = COLUMNS[table];
  return cells.filter((cell) => columns.includes(cell.trim().toLowerCase())).length;
}

/** A row of a table, its cells by column. */
export interface TableRow<C extends string> extends CsvRow {
  named: Record<C, string>;
}

/** The rows of a table, some at a time, without its header. */
export async function* tableRows<C extends string>(
  { file, at }: Table<C>,
  { signal }: { signal?: AbortSignal | undefined },
): AsyncGenerator<TableRow<C>[]> {
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
