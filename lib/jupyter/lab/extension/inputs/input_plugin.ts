import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, NotebookActions } from "@jupyterlab/notebook";
import { eachNotebook } from "../each_notebook.ts";
import { addStyle } from "../style.ts";
import { InputRenderer, type InputsOfNotebook } from "./input_renderer.ts";
import { INPUT_STYLE } from "./input_style.ts";
import { Marks } from "./marks.ts";
import { rerunNotebook } from "./notebook_cells.ts";
import { INPUT_MIME } from "./protocol.ts";
import { Reruns } from "./reruns.ts";

/** Controls under cells, bound to variables; each notebook with its own kernel. */
export const inputPlugin: JupyterFrontEndPlugin = {
  id: "tributary:inputs",
  description: "Sliders, lists and other inputs that run again the cells that read them",
  autoStart: true,
  requires: [INotebookTracker],
  activate(_, notebooks: INotebookTracker) {
    addStyle("trb-inputs", INPUT_STYLE);
    eachNotebook(notebooks, (panel) => {
      const notebook = rerunNotebook(panel);
      const shared: InputsOfNotebook = {
        context: panel.sessionContext,
        notebook,
        reruns: new Reruns(notebook),
        marks: new Marks(panel),
        shown: new Set(),
      };
      panel.content.rendermime.addFactory({
        safe: true,
        mimeTypes: [INPUT_MIME],
        createRenderer: () => new InputRenderer(shared),
      }, 0);
      let timer: ReturnType<typeof setTimeout> | undefined;
      const refresh = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          for (const input of shared.shown) input.ask();
        }, 150);
      };
      const executed = (_: unknown, { notebook }: { notebook: unknown }) => {
        if (notebook === panel.content && !shared.reruns.running) refresh();
      };
      NotebookActions.executed.connect(executed);
      panel.content.model?.cells.changed.connect(refresh);
      panel.disposed.connect(() => NotebookActions.executed.disconnect(executed));
    });
  },
};
