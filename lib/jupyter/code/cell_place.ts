/** A line of a notebook's code. */
export interface CellPlace {
  /** Number of the code cell, from 1: the one that Jupyter shows in brackets after Run All. */
  cell: number;
  /** Line in the cell, from 1. */
  line: number;
}

/**
 * The place in a notebook that a stack points to.
 *
 * @param cell The cell that failed: its lines come before those of the cells that it called.
 */
export function placeOf(stack: string, cell?: number): Partial<CellPlace> {
  const places = [...stack.matchAll(/\bcell \[(\d+)\], line (\d+)/g)]
    .map(([, cell, line]) => ({ cell: Number(cell), line: Number(line) }));
  if (cell === undefined) return places[0] ?? {};
  return places.find((place) => place.cell === cell) ?? { cell };
}
