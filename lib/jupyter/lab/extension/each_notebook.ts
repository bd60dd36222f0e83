import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";

/** Calls a function with each notebook that is open and with each that will be opened. */
export function eachNotebook(
  notebooks: INotebookTracker,
  fn: (panel: NotebookPanel) => void,
): void {
  notebooks.forEach(fn);
  notebooks.widgetAdded.connect((_, panel) => fn(panel));
}
