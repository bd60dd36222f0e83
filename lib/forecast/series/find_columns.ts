import { UsageError } from "../../errors.ts";
import { monthStep } from "./decimal_years.ts";
import { readNumber } from "./read_number.ts";
import type { RowTable } from "./row_table.ts";
import { readTimes } from "./times/read_times.ts";

/** Columns of a series as far as they are named; the others are found. */
export interface ColumnNames {
  /** Column of the time. @default the first that holds Dates, else one named as times usually are */
  time?: string | undefined;
  /** Column of the value. @default the only one that holds numbers */
  value?: string | undefined;
  /** Column that tells several series apart. @default none: all rows are one series */
  series?: string | undefined;
}

/** Names of the columns, and how {@linkcode findColumns} words its messages. */
export interface FindColumnsOptions extends ColumnNames {
  /** Whether rows without a time are fine. @default false */
  timeless?: boolean;
  /**
   * How the caller writes an option, with an example value, for messages.
   * @default `name` and `name: value`
   */
  option?: (name: string, value?: string) => string;
}

/** How options are written in code. */
export const codeOption = (name: string, value?: string): string =>
  value === undefined ? name : `${name}: ${value}`;

const USUAL_TIMES = ["timestamp", "time", "ds", "date", "datetime"];
/** Names of times that may also be numbers of days or months, which are not. */
const PERIODS = ["month", "week", "day", "quarter", "year", "period", "hour"];

/**
 * Finds the columns of time and value that are not named.
 *
 * @returns Names of the columns; `time` is undefined if there is none and `timeless` is set.
 * @throws {UsageError} A named column is missing, or one that is not named cannot be found.
 */
export function findColumns(
  { columns, rows, source, lines, repeated = [] }: RowTable,
  { time, value, series, timeless = false, option = codeOption }: FindColumnsOptions,
): { time: string | undefined; value: string; series: string | undefined } {
  for (const [name, column] of Object.entries({ time, value, series })) {
    if (column === undefined || columns.includes(column)) continue;
    throw new UsageError(
      `Cannot use ${option(name, JSON.stringify(column))}: ${source} has the columns ` +
        columns.map((column) => JSON.stringify(column)).join(", "),
    );
  }
  const found = time ?? columns.find((name) => rows[0]![name] instanceof Date) ??
    columns.find((name) => USUAL_TIMES.includes(name.toLowerCase())) ??
    columns.find((name) => PERIODS.includes(name.toLowerCase()) && holdsTimes(rows, name));
  if (found === undefined && !timeless) {
    throw new UsageError(
      `Cannot find the time in ${source}, which has the columns ${columns.join(", ")}. Name it ` +
        `with ${option("time")}, or, if the rows have none, give their step: ${
          option("step", "30m")
        }`,
    );
  }
  const numeric = columns.filter((name) =>
    name !== found && name !== series && rows.every((row) => readNumber(row[name]) !== undefined)
  );
  if (value === undefined && numeric.length !== 1) {
    const others = columns.filter((name) => name !== found && name !== series);
    const what = numeric.length === 0 ? "none holds" : `${numeric.join(", ")} hold`;
    throw new UsageError(
      `Cannot tell which column of ${source} to forecast: ${what} only numbers` +
        `${numeric.length === 0 ? firstText(others, { rows, lines }) : ""}. ` +
        `Name it with ${option("value")}`,
    );
  }
  const chosen = { time: found, value: value ?? numeric[0]!, series };
  const twice = Object.values(chosen).find((name) => name && repeated.includes(name));
  if (twice !== undefined) {
    throw new UsageError(
      `Cannot use the column ${
        JSON.stringify(twice)
      } of ${source}: several columns have this name. ` +
        "Rename them in the first line",
    );
  }
  return chosen;
}

/** Where the only column that could hold values has a text that is not a number. */
function firstText([name, other]: string[], { rows, lines }: Pick<RowTable, "rows" | "lines">) {
  const at = name === undefined || other !== undefined
    ? -1
    : rows.findIndex((row) => readNumber(row[name]) === undefined);
  if (at === -1) return "";
  const place = lines ? `line ${lines[at]}` : `row ${at + 1}`;
  return `, ${name} holds ${JSON.stringify(rows[at]![name!])} in ${place}`;
}

function holdsTimes(rows: RowTable["rows"], column: string): boolean {
  const values = rows.map((row) => row[column]);
  if (monthStep(values)) return true;
  try {
    return readTimes(values, { column, option: codeOption }).times.length > 0;
  } catch {
    return false; // so it is another column
  }
}
