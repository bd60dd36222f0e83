import type { Row } from "../../questdb/answer.ts";

/** A table of arquero, by its shape: it may be another copy of the package. */
export interface FrameLike {
  numRows(): number;
  columnNames(): string[];
  objects(options?: { limit?: number; offset?: number }): object[];
}

/** Whether a value is a table of arquero. */
export function isFrame(value: unknown): value is FrameLike {
  const { numRows, columnNames, objects } = (value ?? {}) as Partial<FrameLike>;
  return [numRows, columnNames, objects].every((method) => typeof method === "function");
}

/** Some rows of a frame. */
export const frameRows = (frame: FrameLike, offset: number, limit: number): Row[] =>
  limit <= 0 ? [] : frame.objects({ offset, limit }) as Row[];
