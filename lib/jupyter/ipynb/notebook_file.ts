import type { Notebook } from "./ipynb.ts";

/** A notebook to be checked or run. */
export interface NotebookFile {
  /** File name without `.ipynb`. */
  name: string;
  /** The folder from which its relative imports and files are resolved. */
  folder: string;
  notebook: Notebook;
}
