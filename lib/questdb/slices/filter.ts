import type { AnswerColumn } from "../answer.ts";
import { literal } from "../literal.ts";
import { containing } from "./patterns.ts";
import { type ColumnKind, compareValues, kindOf, quotedName, textOf } from "./column_kind.ts";

/** How a filter compares. `contains` ignores case; `between` includes both ends. */
export type FilterIs =
  | "contains"
  | "equals"
  | "less"
  | "greater"
  | "between"
  | "null"
  | "present";

/** A condition on one column. */
export interface ColumnFilter {
  /** The column's name. */
  column: string;
  is: FilterIs;
  /** As a person types it: a number, text, an ISO time, true or false. */
  value?: string;
  /** The upper end of `between`. */
  to?: string;
}

/** The comparisons that a kind of column has. */
export const FILTERS: Record<ColumnKind, FilterIs[]> = {
  text: ["contains", "equals", "null", "present"],
  whole: ["equals", "less", "greater", "between", "null", "present"],
  number: ["equals", "less", "greater", "between", "null", "present"],
  time: ["equals", "less", "greater", "between", "null", "present"],
  truth: ["equals"],
  other: [],
};

/**
 * A filter as SQL. No name or value can end its quotes.
 *
 * @throws {TypeError} There is no such column, its type has no such comparison, or the value is not one of its type.
 */
export function conditionOf(filter: ColumnFilter, columns: readonly AnswerColumn[]): string {
  const { column, kind, values: [value, to] } = parsedFilter(filter, columns);
  const name = kind === "text" ? textOf(column) : quotedName(column.name);
  const written = (value: unknown) => literalOf(value, column.type);
  switch (filter.is) {
    case "contains":
      return `${name} ilike ${containing(String(value))}`;
    case "equals":
      return `${name} = ${written(value)}`;
    case "less":
      return `${name} < ${written(value)}`;
    case "greater":
      return `${name} > ${written(value)}`;
    case "between":
      return `(${name} >= ${written(value)} and ${name} <= ${written(to)})`;
    case "null":
      return `${name} = null`;
    case "present":
      return `${name} != null`;
  }
}

/** A filter as a function on rows in memory, with the meaning of {@linkcode conditionOf}. */
export function matcherOf(
  filter: ColumnFilter,
  columns: readonly AnswerColumn[],
): (row: Record<string, unknown>) => boolean {
  const { column: { name }, kind, values: [value, to] } = parsedFilter(filter, columns);
  const { is } = filter;
  const part = String(value).toLowerCase();
  return ({ [name]: cell }) => {
    const missing = cell === null || cell === undefined || Number.isNaN(cell);
    if (is === "null" || is === "present" || missing) return missing === (is === "null");
    if (is === "contains") return String(cell).toLowerCase().includes(part);
    const order = compareValues(kind, cell, value);
    if (is === "equals") return order === 0;
    if (is === "between") return order >= 0 && compareValues(kind, cell, to) <= 0;
    return is === "less" ? order < 0 : order > 0;
  };
}

interface ParsedFilter {
  column: AnswerColumn;
  kind: ColumnKind;
  values: unknown[];
}

function parsedFilter(filter: ColumnFilter, columns: readonly AnswerColumn[]): ParsedFilter {
  const column = columns.find(({ name }) => name === filter.column);
  if (!column) throw new TypeError(`Cannot filter: there is no column ${filter.column}`);
  const kind = kindOf(column.type);
  if (!FILTERS[kind].includes(filter.is)) {
    throw new TypeError(
      `Cannot filter ${column.name} (${column.type}) by "${filter.is}": ` +
        `it has ${FILTERS[kind].join(", ") || "no filters"}`,
    );
  }
  if (filter.is === "null" || filter.is === "present") return { column, kind, values: [] };
  const texts = filter.is === "between" ? [filter.value, filter.to] : [filter.value];
  const values = texts.map((text = "") => valueOf(text, kind, column));
  return { column, kind, values };
}

function valueOf(text: string, kind: ColumnKind, { name, type }: AnswerColumn): unknown {
  const trimmed = text.trim();
  const wrong = (wanted: string) =>
    new TypeError(`Cannot filter ${name} (${type}): ${JSON.stringify(text)} is not ${wanted}`);
  switch (kind) {
    case "whole":
    case "number": {
      const plain = trimmed.replace(/(?<=\d)[,_ ](?=\d{3})/g, ""); // 1,000,000
      if (/^-?\d+$/.test(plain)) return BigInt(plain);
      const value = Number(plain);
      if (plain === "" || !Number.isFinite(value)) throw wrong("a number");
      return value;
    }
    case "time": {
      const iso = isoOf(trimmed);
      const time = new Date(iso);
      const exists = !Number.isNaN(time.getTime()) &&
        time.toISOString().slice(0, 10) === iso.slice(0, 10); // not February 31
      if (!exists) throw wrong("a time such as 2026-01-31 or 2026-01-31 12:30");
      return iso;
    }
    case "truth":
      if (!/^(true|false)$/i.test(trimmed)) throw wrong("true or false");
      return trimmed.toLowerCase() === "true";
    default:
      return text;
  }
}

/** `2026-01-31 12:30` as ISO text in UTC. */
function isoOf(text: string): string {
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,6})?)?Z?$/.exec(text);
  if (!found) return "";
  const [, day, minute = "00:00", second = ":00", fraction = ""] = found;
  return `${day}T${minute}${second}${fraction.replace(/0+$/, "").replace(/^\.$/, "")}Z`;
}

function literalOf(value: unknown, type: string): string {
  if (kindOf(type) === "time") return `${literal(value)}::${type.toLowerCase()}`;
  const text = literal(value);
  return type === "FLOAT" ? `cast(${text} as float)` : text;
}
