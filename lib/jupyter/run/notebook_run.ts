import type { CellPlace } from "../code/cell_place.ts";
import type { CellOutput } from "../ipynb/ipynb.ts";

/** Why a notebook failed, and in which line. */
export interface NotebookError extends Partial<CellPlace> {
  /** The error with its stack, which names cells and lines. */
  message: string;
}

/** The result of a notebook's run. */
export interface NotebookRun {
  name: string;
  /** The outputs of each code cell that was started. */
  cells: CellOutput[][];
  errors: NotebookError[];
  seconds: number;
}

/** Options for every way to run a notebook. */
export interface NotebookRunOptions {
  /** Maximum seconds for a cell. @default 300 */
  limit?: number;
  /** Environment variables for the notebook in addition to those of this process. @default {} */
  env?: Record<string, string>;
  /** Ends the run. @default never */
  signal?: AbortSignal;
  /** Called with the number of each cell, from 1, when it starts. */
  onCell?: (cell: number) => void;
}

/** Maximum seconds for a cell by default. */
export const CELL_LIMIT = 300;

/** Adds an output; the text of a stream joins the text of that stream just before it. */
export function addOutput(outputs: CellOutput[], output: CellOutput): void {
  const last = outputs.at(-1);
  if (
    output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name
  ) last.text += output.text;
  else outputs.push({ ...output });
}

/** A run as `deno task notebooks --json` reports it. */
export interface NotebookRunCounts extends Omit<NotebookRun, "cells"> {
  cells: number;
  outputs: number;
}

/** Counts the cells and outputs of a run. */
export function countRun({ name, cells, errors, seconds }: NotebookRun): NotebookRunCounts {
  const outputs = cells.reduce((sum, outputs) => sum + outputs.length, 0);
  return { name, cells: cells.length, outputs, errors, seconds: Math.round(seconds * 1000) / 1000 };
}
