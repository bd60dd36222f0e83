import { shortText } from "../../errors.ts";
import { readNumber } from "./read_number.ts";

/** Columns of a row, and its position. */
export interface PointColumns {
  value: string;
  series: string;
  /** Index of the row, for messages. */
  at: number;
}

/**
 * Reads the value of a row, NaN for a gap, and the name of its series.
 *
 * @throws {TypeError} The value is not a number.
 */
export function readPoint(
  row: Readonly<Record<string, unknown>>,
  { value, series, at }: PointColumns,
): { id: string; value: number } {
  const number = readNumber(row[value]);
  if (number === undefined) {
    throw new TypeError(
      `Cannot read the value of row ${at + 1}: ${shortText(row[value])} is not a finite number ` +
        `(column ${JSON.stringify(value)})${unit(row[value])}`,
    );
  }
  const id = row[series];
  return { id: id === undefined || id === null ? "series" : String(id), value: number };
}

/** What to do about a number with something around it. */
function unit(found: unknown): string {
  const text = typeof found === "string" ? found : "";
  if (/^-?\d+,\d+$/.test(text.trim())) return ". Write it with a decimal point";
  return /\d/.test(text) && /[%\p{Sc}a-z]/iu.test(text) ? ". Write it without its unit" : "";
}

/**
 * Checks that rows have the columns of a series.
 *
 * @throws {TypeError} A column is missing.
 */
export function assertColumns(row: object, columns: readonly string[], at: number): void {
  for (const column of columns) {
    if (column in row) continue;
    throw new TypeError(
      `Cannot make a series: row ${at + 1} has no column ${JSON.stringify(column)}, it has ` +
        `${Object.keys(row).map((name) => JSON.stringify(name)).join(", ")}`,
    );
  }
}
