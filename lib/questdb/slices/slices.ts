import type { AnswerColumn, Row } from "../answer.ts";
import { kindOf } from "./column_kind.ts";
import { type ColumnFilter, conditionOf } from "./filter.ts";
import { orderedRows, type Ordering } from "./ordered.ts";
import { type AskRows, whereOf } from "./part.ts";

/** Which rows of a table, and in which order. */
export interface SliceOptions {
  /** All must be met. @default [] */
  filters?: readonly ColumnFilter[];
  /** The column by which the rows are ordered, by name. @default the order of the table */
  sort?: { column: string; descending: boolean } | undefined;
  /** How many rows are ordered at once; only tests need others. */
  limits?: Pick<Ordering, "most" | "run">;
}

/** Rows of which any window can be fetched. */
export interface Slices {
  /** Number of rows when it was opened. */
  rows: number;
  /** Fetches the rows from `start` to before `end`. */
  fetch(start: number, end: number): Promise<Row[]>;
}

/**
 * Opens a table or query for windows of its rows.
 *
 * @param from What follows FROM: a quoted table, or a query in parentheses.
 * @throws {TypeError} A filter or the ordering does not fit its column.
 */
export async function openSlices(
  { from, columns, ask }: { from: string; columns: readonly AnswerColumn[]; ask: AskRows },
  { filters = [], sort, limits }: SliceOptions = {},
): Promise<Slices> {
  const where = filters.map((filter) => conditionOf(filter, columns));
  const ordering = sort &&
    { column: orderingColumn(sort.column, columns), descending: sort.descending, ...limits };
  const { rows: [counted] } = await ask<{ n: number }>(
    `select count() n from ${from}${whereOf(where)}`,
  );
  const rows = Number(counted?.n ?? 0);
  const fetch = ordering
    ? orderedRows({ from, where, ask }, ordering)
    : async (start: number, end: number) => {
      const text = `select * from ${from}${whereOf(where)} limit ${start},${end}`;
      return (await ask<Row>(text)).rows;
    };
  return {
    rows,
    fetch: (start, end) => fetch(Math.max(0, start), Math.min(rows, end)),
  };
}

/** @throws {TypeError} There is no such column, or its type has no order. */
export function orderingColumn(name: string, columns: readonly AnswerColumn[]): AnswerColumn {
  const column = columns.find((column) => column.name === name);
  if (!column) throw new TypeError(`Cannot sort: there is no column ${name}`);
  if (kindOf(column.type) === "other") {
    throw new TypeError(`Cannot sort by ${name}: its type ${column.type} has no order`);
  }
  return column;
}
