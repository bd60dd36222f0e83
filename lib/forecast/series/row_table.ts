/** Rows with the names of their columns. */
export interface RowTable {
  columns: string[];
  rows: readonly Record<string, unknown>[];
  /** Where the rows come from, for messages. */
  source: string;
  /** Line of each row in its file. */
  lines?: number[];
  /** Names that several columns have. */
  repeated?: string[];
}
