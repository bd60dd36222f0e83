import type { Extracted, Place } from "./extract.ts";
import type { Notebook, Output } from "./ipynb.ts";

/** A notebook to be checked or run. */
export interface NotebookFile {
  /** File name without `.ipynb`. */
  name: string;
  /** The folder from which its relative imports and files are resolved. */
  folder: string;
  notebook: Notebook;
}

/** Why a notebook failed. */
export interface RunError extends Partial<Place> {
  /** The error with its stack, which names cells and lines. */
  message: string;
}

/** How a notebook ran. */
export interface NotebookRun {
  name: string;
  /** What each code cell that was begun gave. */
  cells: Output[][];
  errors: RunError[];
  seconds: number;
}

/** What the runners take. */
export interface RunOptions {
  /** Seconds that a cell may take. @default 300 */
  limit?: number;
  /** Variables for the notebook on top of this process's own. */
  env?: Record<string, string>;
  /** Ends the run. */
  signal?: AbortSignal;
  /** Told which cell begins, from 1. */
  onCell?: (cell: number) => void;
}

/** Seconds that a cell may take where nobody says otherwise. */
export const CELL_LIMIT = 300;

/** Adds an output, the text of a stream to the text before it. */
export function addOutput(outputs: Output[], output: Output): void {
  const last = outputs.at(-1);
  if (
    output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name
  ) last.text += output.text;
  else outputs.push({ ...output });
}

/** Where in the notebook a stack points to: into the given cell, else anywhere. */
export function placeOf(stack: string, cell?: number): Partial<Place> {
  const places = [...stack.matchAll(/\bcell \[(\d+)\], line (\d+)/g)]
    .map(([, cell, line]) => ({ cell: Number(cell), line: Number(line) }));
  return places.find((place) => place.cell === cell) ??
    (cell === undefined ? places[0] : undefined) ??
    (cell === undefined ? {} : { cell });
}

/** Writes places in the notebook for the places in its module, and leaves out the harness's own. */
export function nameCells(text: string, { places }: Extracted, url: string): string {
  return text.replaceAll(/\n +at [^\n]*\/jupyter\/harness\.ts\S*/g, "").replaceAll(
    new RegExp(`${RegExp.escape(url)}:(\\d+)(?::\\d+)?`, "g"),
    (found, line) => {
      const place = places[Number(line) - 1];
      return place ? `cell [${place.cell}], line ${place.line}` : found;
    },
  );
}
