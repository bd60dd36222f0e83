import { originCell } from "./prelude/cell_runs.ts";

/**
 * The signal of the cell whose code runs: it aborts when Stop is pressed, a moment before the cell is
 * ended anyway. For calls that have something to end themselves, such as a query.
 *
 * @returns Outside our kernel, a signal that never aborts: there, Ctrl-C ends the process.
 */
export function stopSignal(): AbortSignal {
  return originCell()?.stop.signal ?? new AbortController().signal;
}
