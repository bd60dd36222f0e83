/** What the routes of the SQL page answer; the browser reads it. */
import type { AnswerColumn } from "../../lib/questdb/answer.ts";

/** Rows for the page. Whole numbers beyond 2^53 are text. */
export interface SqlAnswer {
  columns: readonly AnswerColumn[];
  rows: (readonly unknown[])[];
  /** Which limit left rows out, if one did. */
  cut?: "rows" | "bytes";
  /** Milliseconds. */
  took: number;
}

/** Why a query has no rows, as the page shows it. */
export interface SqlError {
  /** With the line and a caret below the place, if there is one. */
  message: string;
  /** Index in the text where the error is. */
  position?: number;
}

/** What an answer says of a file's rows: how many, and which limit left rows out, if one did. */
export const ROWS_HEADER = "X-Rows", CUT_HEADER = "X-Cut";
