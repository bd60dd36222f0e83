import { UsageError } from "../../errors.ts";
import { distance } from "../../nearest.ts";

/** Rows of any shape: objects with a key for each column. */
export type ChartRows = readonly object[];

/** Where a value lies on an axis. */
export type AxisPosition = Date | number | string;

/** The value of a column in a row. */
export function cell(row: object, column: string): unknown {
  return (row as Record<string, unknown>)[column];
}

/** Options that every figure that checks them needs. */
const NEEDED = new Set(["x", "y", "lat", "lon", "area", "value"]);

/**
 * Throws if the rows lack one of the named columns, or a column is not named that must be.
 *
 * @param figure Name of the figure function, for the message.
 * @param wanted Column for each option; undefined ones are not checked.
 * @throws {UsageError} Names the columns that exist, and the nearest.
 */
export function checkColumns(
  figure: string,
  rows: ChartRows,
  wanted: Record<string, string | undefined>,
): void {
  if (!Array.isArray(rows)) {
    throw new UsageError(
      `Cannot draw ${figure}: wanted rows, got ${typeof rows}. A query needs await: ` +
        `chart.${figure}(await sql\`select …\`, …)`,
    );
  }
  if (rows.length === 0) return;
  if (!rows.every((row) => typeof row === "object" && row !== null)) {
    throw new UsageError(
      `Cannot draw ${figure}: the rows are not objects. Of a list of numbers make some: ` +
        "list.map((y, x) => ({ x, y }))",
    );
  }
  // Rows may lack keys; the first hundred show which exist.
  const known = new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row)));
  for (const [option, column] of Object.entries(wanted)) {
    if (column === undefined && NEEDED.has(option)) {
      throw new UsageError(
        `Cannot draw ${figure}: ${option} is missing. Name one of the columns: ` +
          [...known].join(", "),
      );
    }
    if (column === undefined || known.has(column)) continue;
    if (rows.some((row) => column in row)) continue;
    const [nearest] = [...known].map((name) => ({
      name,
      far: distance(name.toLowerCase(), column.toLowerCase()),
    })).sort((a, b) => a.far - b.far);
    const hint = nearest && nearest.far <= Math.max(2, column.length / 2)
      ? `; did you mean ${nearest.name}`
      : "";
    throw new UsageError(
      `Cannot draw ${figure}: no column ${column} for ${option}: the rows have ${
        [...known].join(", ")
      }${hint}`,
    );
  }
}

/** A value as a number; NaN (a gap) if it is null, not finite or not a number. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return Number.isFinite(value) ? value : NaN;
  if (typeof value === "bigint") return Number(value);
  // Decimals come as text from the wire protocol.
  if (typeof value === "string" && value.trim() !== "") {
    const number = Number(value);
    return Number.isFinite(number) ? number : NaN;
  }
  return NaN;
}

/**
 * A column as numbers; gaps are NaN.
 *
 * @throws {UsageError} The column contains values and none is a number.
 */
export function numbersOf(rows: ChartRows, column: string): number[] {
  const numbers = rows.map((row) => numberOf(cell(row, column)));
  const odd = rows.find((row) => {
    const value = cell(row, column);
    return value !== null && value !== undefined && typeof value !== "number";
  });
  if (odd && numbers.every(Number.isNaN)) {
    throw new UsageError(
      `Cannot draw column ${column}: it contains no numbers (${
        String(cell(odd, column)).slice(0, 40)
      })`,
    );
  }
  return numbers;
}

const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** A value as a time, if it is a Date or ISO text; text without a time zone is UTC. */
export function timeOf(value: unknown): Date | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value;
  if (typeof value !== "string" || !ISO.test(value)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(value.slice(10)) || value.length === 10;
  const date = new Date(value.replace(" ", "T") + (zoned ? "" : "Z"));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A value as the name of a category. */
export function nameOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "(none)";
  return value instanceof Date ? value.toISOString() : String(value);
}

/** Whether a number can only be epoch milliseconds, from 1973 to 5138, as in forecasts. */
function isEpoch(value: unknown): boolean {
  const number = numberOf(value);
  return typeof value !== "string" && number > 1e11 && number < 1e14;
}

/**
 * A column as positions on an axis: times if all are times (Dates, ISO text, or epoch
 * milliseconds), else numbers if all are numbers, else names.
 */
export function positionsOf(rows: ChartRows, column: string): {
  kind: "time" | "number" | "name";
  positions: (AxisPosition | undefined)[];
} {
  const values = rows.map((row) => cell(row, column));
  const all = (test: (value: unknown) => boolean) =>
    values.every((value) => value === null || value === undefined || test(value));
  if (all((value) => timeOf(value) !== undefined)) {
    return { kind: "time", positions: values.map(timeOf) };
  }
  if (all(isEpoch)) {
    const times = values.map((value) => new Date(numberOf(value)));
    return { kind: "time", positions: times.map((x) => Number.isNaN(Number(x)) ? undefined : x) };
  }
  if (all((value) => typeof value === "number" || typeof value === "bigint")) {
    const numbers = values.map(numberOf);
    return { kind: "number", positions: numbers.map((x) => Number.isNaN(x) ? undefined : x) };
  }
  return { kind: "name", positions: values.map(nameOf) };
}
