import type { Row } from "../answer.ts";

/** The rows that are profiled, and how the database is asked about them. */
export interface Profiled {
  /** What follows FROM: a quoted table, or a query in parentheses. */
  from: string;
  ask<T extends Row>(text: string): Promise<{ rows: T[] }>;
}

/** A column's name as SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
