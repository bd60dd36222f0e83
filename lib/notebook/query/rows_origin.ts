/** What is known of rows beside themselves: their query, the types of their columns. */
import type { AnswerColumn } from "../../questdb/answer.ts";

/** Where rows came from. */
export interface Origin {
  columns: AnswerColumn[];
  /** The query's text. */
  text: string;
  /** Rows that the query has, where more than those shown. */
  total?: number;
}

const origins = new WeakMap<object, Origin>();

/** Notes where rows came from. */
export function remember<T extends object>(rows: T, origin: Origin): T {
  origins.set(rows, origin);
  return rows;
}

/** Where rows came from; undefined for rows that no query gave. */
export function originOf(rows: object): Origin | undefined {
  return origins.get(rows);
}
