import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, NotebookActions } from "@jupyterlab/notebook";
import { addStyle } from "../style.ts";
import { VariablesPanel } from "./variables_panel.ts";
import { VARIABLES_STYLE } from "./variables_style.ts";

/** The list of variables in the side bar, asked again after each cell. */
export const variablesPlugin: JupyterFrontEndPlugin = {
  id: "tributary:variables",
  description: "The variables of the notebook: types, shapes, sizes",
  autoStart: true,
  requires: [INotebookTracker],
  activate(app: JupyterFrontEnd, notebooks: INotebookTracker) {
    addStyle("trb-variables", VARIABLES_STYLE);
    const panel = new VariablesPanel(app, notebooks);
    app.shell.add(panel, "right", { rank: 900 });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void panel.refresh(), 200);
    };
    notebooks.currentChanged.connect(refresh);
    NotebookActions.executed.connect(refresh);
  },
};
