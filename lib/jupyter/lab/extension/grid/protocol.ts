/** What a grid's page and the kernel say to each other; both sides import this file. */
import type { ColumnFilter, FilterIs } from "../../../../questdb/slices/filter.ts";

/** The mime type of a grid's output. */
export const GRID_MIME = "application/vnd.tributary.grid+json";

/** The target of a grid's comm. The page opens it with `{ grid }`. */
export const GRID_TARGET = "tributary.grid";

/** The output of a table, beside its HTML. */
export interface GridOutput {
  /** Name of the grid in the kernel that made it. */
  grid: string;
  /** Number of rows when it was made. */
  rows: number;
  columns: GridColumn[];
  /** A line about all rows, below them. */
  note?: string;
}

/** A column of a grid. */
export interface GridColumn {
  name: string;
  type: string;
  /** Whether its cells are aligned at the right. */
  numeric: boolean;
  sortable: boolean;
  /** The filters that it can have. */
  filters: FilterIs[];
}

/** Which rows a page shows, in which order. */
export interface GridView {
  filters: ColumnFilter[];
  sort?: { column: string; descending: boolean };
}

/** What a page asks for. `ask` is repeated in the answer. */
export type GridRequest = { ask: number } & GridQuestion;

/** A question of a page. */
export type GridQuestion =
  /** Shows other rows from now on. */
  | { kind: "view"; view: GridView }
  /** The cells of the rows `from` to before `to`. */
  | { kind: "rows"; from: number; to: number }
  | { kind: "profile"; column: string }
  /** The same cells in full, as text with tabs. */
  | { kind: "copy"; from: number; to: number; columns: string[] };

/** The kernel's answer. */
export type GridAnswer =
  | { ask: number; error: string }
  | { ask: number; rows: number }
  | { ask: number; from: number; cells: Cell[][]; reformatted: boolean }
  | { ask: number; profile: GridProfile }
  | { ask: number; text: string };

/** The text of a cell; null if it has no value. `cells` has a list for each column. */
export type Cell = string | null;

/** Figures of a column, ready to be shown. */
export interface GridProfile {
  /** Name and value. */
  facts: [string, string][];
  /** Rows in equal steps, and the ends of the steps. */
  histogram?: { counts: number[]; from: string; to: string };
}
