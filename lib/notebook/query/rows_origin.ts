import type { AnswerColumn } from "../../questdb/answer.ts";

/** Where rows came from: their query or window, and the types of their columns. */
export interface RowsOrigin {
  columns: AnswerColumn[];
  /** The text of the query; undefined if they came from a window. */
  text?: string;
  /** One line about them, below their table. */
  note?: string;
  /** Number of rows that the query has, if it is more than those fetched. */
  total?: number;
}

const origins = new WeakMap<object, RowsOrigin>();

/** Keeps the origin of rows as long as the rows live. @returns The rows. */
export function withOrigin<T extends object>(rows: T, origin: RowsOrigin): T {
  origins.set(rows, origin);
  return rows;
}

/** The origin of rows; undefined for rows that came from neither. */
export function originOf(rows: object): RowsOrigin | undefined {
  return origins.get(rows);
}
