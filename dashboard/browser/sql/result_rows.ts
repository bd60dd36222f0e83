/** A result's values as the table and the charts take them. */
import { exact } from "../../../lib/numbers.ts";
import type { SqlAnswer } from "../../sql/sql_answer.ts";

type Cells = Record<string, unknown>;

/** Characters of a text that the table shows; the file has all. */
const LONGEST = 1000;

/** Rows for a table: times with all their digits, long texts shortened. */
export function tableRows({ columns, rows }: SqlAnswer): Cells[] {
  return rows.map((values) =>
    Object.fromEntries(columns.map(({ name, type }, i) => [name, shown(values[i], type)]))
  );
}

/** Rows for a chart: times as Date, numbers as numbers. */
export function chartRows({ columns, rows }: SqlAnswer): Cells[] {
  return rows.map((values) =>
    Object.fromEntries(columns.map(({ name, type }, i) => [name, drawn(values[i], type)]))
  );
}

function shown(value: unknown, type: string): unknown {
  if (typeof value !== "string") return value;
  if (type === "LONG") return BigInt(value);
  if (type === "TIMESTAMP") {
    const isFiner = /\.\d{4,}Z$/.test(value);
    return isFiner ? value.replace("T", " ").replace("Z", "") : new Date(value);
  }
  return value.length > LONGEST
    ? `${value.slice(0, LONGEST)}… (${exact(value.length)} characters)`
    : value;
}

function drawn(value: unknown, type: string): unknown {
  if (typeof value !== "string") return value;
  if (type === "TIMESTAMP") return new Date(value);
  return type === "LONG" || type === "DECIMAL" ? Number(value) : value;
}

/** A sentence about a result: how many rows, how long it took, whether some are left out. */
export function resultText({ rows, took, cut }: Pick<SqlAnswer, "rows" | "took" | "cut">): string {
  const count = `${exact(rows.length)} ${rows.length === 1 ? "row" : "rows"}`;
  const time = took < 1000 ? `${took} ms` : `${(took / 1000).toFixed(1)} s`;
  if (!cut) return `${count} in ${time}`;
  const why = cut === "rows" ? "more rows are left out" : "the rest would be too many bytes";
  return `The first ${count} in ${time}; ${why}. Download them, or ask for less`;
}
