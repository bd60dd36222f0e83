import type { Notebook } from "./ipynb.ts";

/** Metadata in which JupyterLab keeps the last run or the view of a cell. */
const VOLATILE = ["ExecuteTime", "collapsed", "execution", "scrolled"];

/**
 * Removes from a notebook what a run leaves in it: outputs, execution counts, times, widget states,
 * the kernel's version. A stripped notebook stays as it is.
 */
export function stripNotebook(notebook: Notebook): Notebook {
  const { widgets: _, language_info, ...metadata } = notebook.metadata;
  const { version: __, ...language } = (language_info ?? {}) as Record<string, unknown>;
  return {
    ...notebook,
    metadata: { ...metadata, ...(language_info ? { language_info: language } : {}) },
    cells: notebook.cells.map((cell) => {
      const kept = Object.entries(cell.metadata).filter(([key]) => !VOLATILE.includes(key));
      const stripped = { ...cell, metadata: Object.fromEntries(kept) };
      return cell.cell_type === "code"
        ? { ...stripped, outputs: [], execution_count: null }
        : stripped;
    }),
  };
}

/** The numbers (from 1, among the code cells) of the cells that still have an output or a count. */
export function unstrippedCells(notebook: Notebook): number[] {
  return notebook.cells.filter((cell) => cell.cell_type === "code").flatMap((cell, i) =>
    cell.outputs?.length || cell.execution_count ? [i + 1] : []
  );
}
