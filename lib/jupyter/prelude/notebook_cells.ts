import { type Affected, affectedCells, type KnownCell } from "./cell_graph.ts";
import { enterCell, originCell } from "./cell_runs.ts";

/** What the rewriter says of a cell that begins: CellInfo of lib/jupyter/code/cell_info.ts. */
export interface BeginningCell extends KnownCell {
  cell?: string;
  imports?: string[];
}

/** What the notebook's cells are to each other. */
export interface NotebookCells {
  /** The id of the notebook's cell that runs the calling code; undefined if the page sent none. */
  current(): string | undefined;
  /** The cells to run again when a cell gives a name a new value: see `affectedCells`. */
  affected(order: readonly string[], changed: { cell: string; name: string }): Affected[];
}

const cells = new Map<string, KnownCell>();
const defined = new Set<string>();
const idOf = new WeakMap<object, string>();

/** The first statement of a cell calls it, with what is known of the cell. */
export function beginCell(id: number, info: BeginningCell = {}): void {
  enterCell(id);
  const { cell, imports = [], defines = [] } = info;
  const run = originCell();
  if (cell !== undefined && run) {
    idOf.set(run, cell);
    cells.set(cell, info);
  }
  // A name belongs to what said so last.
  for (const name of imports) defined.delete(name);
  for (const name of defines) defined.add(name);
}

/** The names of the variables that cells define, without imports. */
export function definedNames(): string[] {
  return [...defined].sort((a, b) => a < b ? -1 : 1);
}

/** The cells of the notebook that ran in this kernel. */
export const notebookCells: NotebookCells = {
  current() {
    const run = originCell();
    return run && idOf.get(run);
  },
  affected: (order, changed) => affectedCells(cells, order, changed),
};
