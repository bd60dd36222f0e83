import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { GRID_MIME } from "./protocol.ts";
import { GridRenderer } from "./grid_renderer.ts";

/** Shows tables as grids, in each notebook with its own kernel. */
export const gridPlugin: JupyterFrontEndPlugin = {
  id: "tributary:grid",
  description: "Tables of which all rows can be scrolled, sorted and filtered",
  autoStart: true,
  requires: [INotebookTracker],
  activate(_, notebooks: INotebookTracker) {
    const add = ({ content: { rendermime }, sessionContext }: NotebookPanel) =>
      rendermime.addFactory({
        safe: true,
        mimeTypes: [GRID_MIME],
        createRenderer: () => new GridRenderer(rendermime, sessionContext),
      }, 0);
    notebooks.forEach(add);
    notebooks.widgetAdded.connect((_, panel) => add(panel));
  },
};
