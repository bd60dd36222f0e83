import type { ChartRows } from "./chart_rows.ts";

/**
 * A table of arquero, by its shape (https://idl.uw.edu/arquero/api/table): it may be another copy of
 * the package.
 */
export interface FrameLike {
  numRows(): number;
  columnNames(): string[];
  objects(options?: { limit?: number; offset?: number }): object[];
}

/** What a figure is drawn of: rows, or a table of arquero. */
export type ChartInput = ChartRows | FrameLike;

/** Whether a value is a table of arquero. */
export function isFrame(value: unknown): value is FrameLike {
  if (typeof value !== "object" || value === null) return false;
  const { numRows, columnNames, objects } = value as Partial<FrameLike>;
  return [numRows, columnNames, objects].every((method) => typeof method === "function");
}

/** The rows of what a figure is drawn of. */
export function rowsOf(data: ChartInput): ChartRows {
  return isFrame(data) ? data.objects() : data;
}
