/** What `deno task forecast` reads: rows of SQL or CSV, and which columns make the series. */
import { callersPath, namespacePrefix } from "../lib/config.ts";
import { UsageError } from "../lib/errors.ts";
import {
  fillGaps,
  type FillRule,
  type Series,
  seriesFrom,
  type Step,
} from "../lib/forecast/mod.ts";
import { connectQuestdb } from "../lib/questdb/client.ts";
import { readCsv } from "../lib/sources/csv_file.ts";
import { findFiles } from "../lib/sources/files.ts";
import { findStack } from "../lib/stack/mod.ts";
import { monthStep } from "./forecast_times.ts";

/** Rows with the names of their columns, and where each stands. */
export interface Rows {
  columns: string[];
  rows: Record<string, unknown>[];
  /** Where the data comes from, for messages. */
  source: string;
  /** Line of each row in the file. */
  lines?: number[];
}

/** The answer of QuestDB; times as Date. */
export async function rowsOfSql(query: string): Promise<Rows> {
  const { endpoints } = await findStack({ need: ["questdb"] });
  const db = connectQuestdb(endpoints.questdb, { prefix: namespacePrefix() });
  try {
    const source = "the query's answer";
    const answer = await db.table(query);
    if (answer.rows.length > 0) return { ...answer, source };
    throw new Error(
      "Cannot forecast: the query gave no rows. Is the table filled (deno task demo), and does its " +
        'time range fit? Ask with: deno task sql "select min(timestamp), max(timestamp) from …"',
    );
  } finally {
    await db.close();
  }
}

/** The rows of a CSV file, plain or gzip, as text. */
export async function rowsOfCsv(path: string, signal: AbortSignal): Promise<Rows> {
  const [file] = await findFiles(path === "-" ? path : callersPath(path), { extensions: [".csv"] });
  const rows: Record<string, unknown>[] = [], lines: number[] = [];
  let columns: string[] | undefined;
  for await (const piece of readCsv(file!, { signal })) {
    for (const { line, cells, problem } of piece.rows) {
      if (problem) throw new Error(`Cannot read ${path}:${line}: it ${problem}`);
      if (columns === undefined) columns = cells;
      else {
        rows.push(Object.fromEntries(columns.map((name, i) => [name, cells[i]])));
        lines.push(line);
      }
    }
  }
  if (columns === undefined || rows.length === 0) {
    throw new Error(`Cannot forecast ${path}: it has no rows below a header`);
  }
  return { columns, rows, source: path, lines };
}

/** How rows become series; what is absent is found. */
export interface ColumnOptions {
  time?: string | undefined;
  value?: string | undefined;
  series?: string | undefined;
  /** Milliseconds from row to row, for rows without a time. */
  step?: number | undefined;
  last: "auto" | "keep" | "drop";
  until?: number | undefined;
  fill?: FillRule | undefined;
  duplicates: "error" | "sum" | "mean" | "last";
}

/** One series for each text of the series column, with its gaps filled where asked. */
export function toSeries({ columns, rows, source, lines }: Rows, options: ColumnOptions): Series[] {
  const { time, value, series } = columnsOf({ columns, rows, source }, options);
  let step: Step | undefined;
  let timed = rows;
  if (time === undefined) {
    timed = rows.map((row, at) => ({ ...row, [ROW]: at * options.step! }));
    step = { ms: options.step! };
  } else {
    const months = monthStep(rows.map((row) => row[time]));
    if (months) {
      timed = rows.map((row, at) => ({ ...row, [time]: months.times[at] }));
      step = { months: months.step };
    }
  }
  const { last, until, duplicates } = options;
  const rest = { last, until, duplicates, step };
  const names = { time: time ?? ROW, value, series: series ?? NONE };
  return located({ source, lines }, () => seriesFrom(timed, { ...names, ...rest })).map((one) => {
    const named = series === undefined ? { ...one, id: value } : one;
    const gaps = named.value.filter(isNaN).length;
    if (gaps === 0) return named;
    if (options.fill) return fillGaps(named, options.fill);
    throw new Error(
      `Cannot forecast ${named.id}: ${named.notes.at(-1)}. Say how they are filled: ` +
        "--fill zero, previous, linear or seasonal",
    );
  });
}

/** Runs `read` and puts file and line where its error names a row. */
function located<T>({ source, lines }: Pick<Rows, "source" | "lines">, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!lines || !(error instanceof TypeError)) throw error;
    const message = error.message.replace(/row (\d+)/, (_, row) => `${source}:${lines[row - 1]}`);
    throw new TypeError(message);
  }
}

const ROW = "row number", NONE = "no series column";
const USUAL_TIMES = ["timestamp", "time", "ds", "date", "datetime"];

function columnsOf({ columns, rows, source }: Rows, { time, value, series, step }: ColumnOptions) {
  for (const [flag, name] of Object.entries({ time, value, series })) {
    if (name === undefined || columns.includes(name)) continue;
    throw new UsageError(
      `Cannot use --${flag} ${JSON.stringify(name)}: ${source} has the columns ` +
        columns.map((column) => JSON.stringify(column)).join(", "),
    );
  }
  const found = time ?? columns.find((name) => rows[0]![name] instanceof Date) ??
    columns.find((name) => USUAL_TIMES.includes(name.toLowerCase()));
  if (found === undefined && step === undefined) {
    throw new UsageError(
      `Cannot find the time in ${source}, which has the columns ${
        columns.join(", ")
      }. Name it with ` +
        "--time, or give the step of the rows where they have none: --step 30m",
    );
  }
  const numeric = columns.filter((name) =>
    name !== found && name !== series && rows.every((row) => isNumeric(row[name]))
  );
  if (value === undefined && numeric.length !== 1) {
    throw new UsageError(
      `Cannot tell which column of ${source} to forecast: ` +
        `${numeric.length === 0 ? "none holds" : `${numeric.join(", ")} hold`} numbers alone. ` +
        "Name it with --value",
    );
  }
  return { time: found, value: value ?? numeric[0]!, series };
}

function isNumeric(value: unknown): boolean {
  if (typeof value === "string") return value === "" || Number.isFinite(Number(value));
  return value === null || typeof value === "number" || typeof value === "bigint";
}
