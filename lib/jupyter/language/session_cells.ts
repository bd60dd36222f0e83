import { type KnownCell, knownCell } from "./known_cell.ts";

interface Run {
  cell: string | undefined;
  known: KnownCell;
}

/** Maximum number of runs that are kept: the module has as many nested blocks. */
const MOST = 300;

/** The cells that ran in a session, in the order in which their names count. */
export class SessionCells {
  #runs: Run[] = [];

  /** The cells, the newest last. */
  get cells(): KnownCell[] {
    return this.#runs.map(({ known }) => known);
  }

  /**
   * Adds a cell that ran. One that ran before takes the place of its earlier run, so that the cells
   * that build on it still find its names. It comes last, and the earlier run stays, if a later cell
   * declares one of its names, or if it no longer declares a name that the earlier run did: the
   * session still has it.
   *
   * @param cell The cell's id in the notebook; without one it comes last.
   * @returns How many cells come before it; undefined if it is not TypeScript.
   */
  add(source: string, cell?: string): number | undefined {
    const known = knownCell(source);
    if (!known) return undefined;
    const at = cell === undefined ? -1 : this.#runs.findLastIndex((run) => run.cell === cell);
    const fits = at >= 0 && this.#runs[at]!.known.names.isSubsetOf(known.names) &&
      this.#runs.slice(at + 1).every((run) => run.known.names.isDisjointFrom(known.names));
    if (fits) {
      this.#runs[at] = { cell, known };
      return at;
    }
    if (this.#runs.length >= MOST) this.#runs.shift();
    this.#runs.push({ cell, known });
    return this.#runs.length - 1;
  }
}
