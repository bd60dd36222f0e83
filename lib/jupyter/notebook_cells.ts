import { RUNTIME } from "./prelude/names.ts";
import type { NotebookCells } from "./prelude/notebook_cells.ts";

export type { Affected } from "./prelude/cell_graph.ts";
export type { NotebookCells } from "./prelude/notebook_cells.ts";

/** The cells that ran in this kernel; undefined outside our kernel. */
export function notebookCells(): NotebookCells | undefined {
  return (globalThis as { [RUNTIME]?: { cells?: NotebookCells } })[RUNTIME]?.cells;
}
