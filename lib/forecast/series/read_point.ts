import { shortText } from "../../errors.ts";
import { readNumber } from "./read_number.ts";

/** One row of a series. */
export interface ParsedPoint {
  id: string;
  /** Epoch milliseconds. */
  time: number;
  /** NaN for a gap. */
  value: number;
  /** False if the time is a text without a zone. */
  zone: boolean;
}

/** Columns of a row, and its position. */
export interface PointColumns {
  /** @default "time" */
  time?: string;
  /** @default "value" */
  value?: string;
  /** @default "series" */
  series?: string;
  /** Index of the row, for messages. */
  at: number;
}

const ZONELESS = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?$/;

/**
 * Reads one row. Times: Date, epoch milliseconds, ISO text, or `YYYY-MM-DD[ hh:mm[:ss]]`, which
 * is taken as UTC. Values: numbers, or text of numbers.
 *
 * @throws {TypeError} The column is missing, or its content is neither a time nor a number.
 */
export function readPoint(
  record: object,
  { time = "time", value = "value", series = "series", at }: PointColumns,
): ParsedPoint {
  const row = record as Record<string, unknown>;
  for (const column of [time, value]) {
    if (!(column in row)) {
      throw new TypeError(
        `Cannot make a series: row ${at + 1} has no column ${JSON.stringify(column)}, it has ` +
          `${Object.keys(row).map((name) => JSON.stringify(name)).join(", ")}`,
      );
    }
  }
  const found = row[time];
  const zoneless = typeof found === "string" ? ZONELESS.exec(found.trim()) : null;
  const ms = found instanceof Date
    ? found.getTime()
    : typeof found === "number"
    ? found
    : zoneless
    ? Date.parse(`${zoneless[1]}T${zoneless[2] ?? "00:00"}Z`)
    : typeof found === "string"
    ? Date.parse(found)
    : NaN;
  if (!Number.isFinite(ms)) {
    throw new TypeError(`Cannot read the time of row ${at + 1}: ${shortText(found)} is not a time`);
  }
  const id = row[series];
  return {
    id: id === undefined || id === null ? "series" : String(id),
    time: ms,
    value: readValue(row[value], at),
    zone: zoneless === null || zoneless[2] === undefined,
  };
}

function readValue(found: unknown, at: number): number {
  const number = readNumber(found);
  if (number !== undefined) return number;
  throw new TypeError(
    `Cannot read the value of row ${at + 1}: ${shortText(found)} is not a finite number`,
  );
}
