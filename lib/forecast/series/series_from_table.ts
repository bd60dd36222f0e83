import { monthStep } from "./decimal_years.ts";
import type { DuplicateRule } from "./duplicates.ts";
import { fillGaps, type FillRule } from "./fill_gaps.ts";
import { codeOption, findColumns, type FindColumnsOptions } from "./find_columns.ts";
import type { RowTable } from "./row_table.ts";
import type { Series } from "./series.ts";
import type { LastBucketOptions } from "./series_ends.ts";
import { eachSeries } from "./each_series.ts";
import { seriesFrom } from "./series_from_rows.ts";
import type { Step } from "./step.ts";

/** Columns of the table, and how they become series; columns that are not named are found. */
export interface TableSeriesOptions extends Omit<FindColumnsOptions, "timeless"> {
  /** Milliseconds from row to row, for rows without a time. */
  step?: number | undefined;
  last?: LastBucketOptions["last"] | undefined;
  /** Epoch milliseconds up to which the data is complete. @default now */
  until?: number | undefined;
  /** How gaps are filled. @default a series with gaps is refused */
  fill?: FillRule | undefined;
  /** @default "error" */
  duplicates?: DuplicateRule | undefined;
  /** How times are written, if it is in doubt. @default found */
  timeFormat?: string | undefined;
  /** Called for each series that is left out, with the reason. @default the first reason is thrown */
  leftOut?: ((series: string, reason: Error) => void) | undefined;
}

/**
 * Makes series without gaps from rows whose columns may be unknown: one for each text of the series
 * column, or one named after its value column. Decimal years are read as months.
 *
 * @throws {UsageError} A column is missing or cannot be found.
 * @throws {TypeError} A time or value cannot be read; the message names file and line, if known.
 * @throws {RangeError} The times are not regular or not unique.
 * @throws {Error} A series has gaps and no rule fills them.
 */
export function seriesFromTable(table: RowTable, options: TableSeriesOptions = {}): Series[] {
  const { rows } = table;
  const { last, until, duplicates, fill, option = codeOption, timeFormat, leftOut } = options;
  const { time, value, series } = findColumns(table, {
    ...options,
    timeless: options.step !== undefined,
  });
  let step: Step | undefined;
  let timed = rows;
  if (time === undefined) {
    timed = rows.map((row, at) => ({ ...row, [ROW]: new Date(at * options.step!) }));
    step = { ms: options.step! };
  } else if (timeFormat === undefined) {
    const months = monthStep(rows.map((row) => row[time]));
    if (months) {
      timed = rows.map((row, at) => ({ ...row, [time]: new Date(months.times[at]!) }));
      step = { months: months.step };
    }
  }
  const names = { time: time ?? ROW, value, series: series ?? NONE };
  const rest = { last, until, duplicates, step, timeFormat, leftOut, option };
  const made = located(table, () => seriesFrom(timed, { ...names, ...defined(rest) }));
  const whole = (one: Series) => {
    const named = series === undefined ? { ...one, id: value } : one;
    const gaps = named.value.filter(isNaN).length;
    if (gaps === 0) return named;
    if (fill) return fillGaps(named, fill);
    throw new Error(
      `Cannot forecast ${named.id}: ${named.notes.at(-1)}. Say how they are filled: ` +
        option("fill", "zero, previous, linear or seasonal"),
    );
  };
  return eachSeries(made.map((one) => [one.id, one] as const), ([, one]) => whole(one), leftOut);
}

/** Without undefined options. */
function defined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as never;
}

const ROW = "row number", NONE = "no series column";

/** Runs `read` and puts file and line into an error that names a row. */
function located<T>({ source, lines }: RowTable, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!lines || !(error instanceof TypeError)) throw error;
    const message = error.message.replace(/row (\d+)/, (_, row) => `${source}:${lines[row - 1]}`);
    throw new TypeError(message);
  }
}
