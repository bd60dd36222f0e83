import { type CellNames, cellNames } from "./cell_names.ts";
import { parseCell } from "./parse_cell.ts";

/** What the kernel learns about a cell when it begins; lists without names are left out. */
export interface CellInfo extends Partial<Omit<CellNames, "assignments">> {
  /** The id of the notebook's cell. */
  cell?: string;
}

/**
 * The names of a cell for the kernel: which cells to run again when an input changes, and which
 * variables there are.
 *
 * @returns undefined if there is nothing to say, as for a cell that cannot be parsed.
 */
export function cellInfo(source: string, cell?: string): CellInfo | undefined {
  const info: CellInfo = cell === undefined || cell === null ? {} : { cell };
  try {
    const { assignments: _, ...names } = cellNames(parseCell(source));
    const known = Object.entries(names).filter(([, list]) => list.length > 0);
    Object.assign(info, Object.fromEntries(known));
  } catch {
    // Deno will say what is wrong with it.
  }
  return Object.keys(info).length === 0 ? undefined : info;
}
