import { cellText } from "../../sources/cell_text.ts";
import type { Layout } from "../../sources/csv_header.ts";
import { csvRecords } from "../../sources/csv_records.ts";
import { NumberReader } from "../../sources/numbers.ts";
import type { Source, SourceOptions } from "../../sources/source.ts";
import { utcTimeOrPlain } from "../../sources/utc_time.ts";
import type { FieldError } from "../../streams/check.ts";
import type { Stream } from "../../streams/stream.ts";
import { type CardTransaction, cardTransactions } from "./card_transactions.ts";

type Column = keyof CardTransaction;

const COLUMNS = cardTransactions.fields as readonly Column[];
const NUMBERS: readonly Column[] = ["amt", "lat", "lon", "city_pop", "merch_lat", "merch_long"];

/** The columns of the well-known data sets of simulated purchases, and their names there. */
const LAYOUT: Layout<Column> = {
  columns: COLUMNS,
  required: [
    ...["timestamp", "trans_num", "cc_num", "merchant", "category", "amt"] as const,
    ...["merch_lat", "merch_long"] as const,
  ],
  aliases: {
    trans_date_trans_time: "timestamp",
    amount: "amt",
    long: "lon",
    merch_lon: "merch_long",
  },
  // The time once more, and what a score is to find out.
  ignored: ["unix_time", "is_fraud"],
};

/**
 * Purchases from CSV files, plain or gzip, in the layout of credit-card data sets: the columns are recognised
 * by their names (`trans_date_trans_time`, `cc_num`, `merchant`, …). Times without a zone are UTC.
 *
 * @param paths Files, directories of `.csv` and `.csv.gz` files, or `-` for standard input.
 * @throws {UsageError} A path is missing or cannot be read.
 */
export function cardsCsv(
  paths: string | readonly string[],
  options: SourceOptions = {},
): Source {
  return csvRecords(paths, {
    ...options,
    stream: cardTransactions as Stream,
    layout: LAYOUT,
    rowReader: ({ at, delimiter }) => purchaseReader(at, delimiter),
  });
}

/** Makes a function that turns a row's cells into a record. Empty cells are null: the check says which may be. */
function purchaseReader(at: Record<Column, number>, delimiter: string) {
  const numbers = new NumberReader({ delimiter, scientific: true });
  const found = COLUMNS.filter((column) => at[column] >= 0);
  return (cells: readonly string[]): Record<string, unknown> | FieldError => {
    const record: Record<string, unknown> = {};
    for (const field of found) {
      const value = cellText(cells[at[field]]!);
      if (value === "") record[field] = null;
      else if (field === "timestamp") {
        record[field] = utcTimeOrPlain(value);
        if (record[field] === undefined) {
          return {
            field,
            value,
            reason: "expected a UTC time with date and clock, the year first",
          };
        }
      } else if (NUMBERS.includes(field)) {
        record[field] = numbers.number(value);
        if (Number.isNaN(record[field])) {
          return { field, value, reason: numbers.fault(value, "expected a number") };
        }
      } else record[field] = value;
    }
    return record;
  };
}
