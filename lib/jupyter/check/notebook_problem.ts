import type { CellPlace } from "../code/cell_place.ts";
import type { ExtractedModule } from "../code/extract_module.ts";
import type { NotebookFile } from "../ipynb/notebook_file.ts";

/** What is wrong with a notebook, and in which line. */
export interface NotebookProblem extends Partial<CellPlace> {
  notebook: string;
  /** The check that found it: `types`, `stripped`, or the name of a lint rule. */
  rule: string;
  message: string;
}

/** An extracted notebook to be checked. */
export interface CheckedModule {
  file: NotebookFile;
  /** If given, the module has only the cells up to this one, and only their imports. */
  until?: number;
  module: ExtractedModule;
  path: string;
  url: string;
}

/** Options for the checks by Deno's tools. */
export interface DenoCheckOptions {
  /** The `deno.json` whose import map, compiler and lint options apply. */
  config: string;
  /** Arguments that name the lock file. */
  lock: string[];
  /** Ends the check. @default never */
  signal?: AbortSignal;
}

/** Formats a problem: `01_topic.ipynb, cell 3, line 2 (types): …`. */
export function describeProblem({ notebook, cell, line, rule, message }: NotebookProblem): string {
  const at = (cell === undefined ? "" : `, cell ${cell}`) +
    (line === undefined ? "" : `, line ${line}`);
  return `${notebook}.ipynb${at} (${rule}): ${message}`;
}
