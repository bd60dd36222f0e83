import type { AnswerColumn, Row } from "../answer.ts";
import { quotedName } from "./column_kind.ts";

/** How the database is asked. */
export type AskRows = <T extends Row>(text: string) => Promise<{ rows: T[] }>;

/** Rows of a table or query: what follows FROM, and conditions on them. */
export interface RowsFrom {
  from: string;
  /** Joined by AND; none is all rows. */
  where: readonly string[];
  ask: AskRows;
}

/** Rows whose values in the ordering column are near each other. */
export interface Part {
  /** Number of rows. */
  rows: number;
  /** The condition that these rows and no others meet, in SQL. */
  where: string;
  /** Whether all have the same value, so that they need no ordering. */
  tied: boolean;
  /** Its place among the others; null for rows without a value. */
  key: number | string | boolean | null;
}

/** Parts of some rows, in ascending order, the rows without a value last. */
export interface Split {
  parts: Part[];
  /** The condition that the rows of consecutive parts meet, and perhaps a few others that `keep` drops. */
  joined(parts: readonly Part[]): { where: string; keep?: (row: Row) => boolean };
}

/** A WHERE clause of conditions. */
export function whereOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
}

/** The part of the rows that have no value. */
export function nullPart({ name }: AnswerColumn, rows: number): Part {
  return { rows, where: `${quotedName(name)} = null`, tied: true, key: null };
}
