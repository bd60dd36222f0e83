import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker } from "@jupyterlab/notebook";
import { eachNotebook } from "../each_notebook.ts";
import { addStyle } from "../style.ts";
import { LiveRenderer } from "./live_renderer.ts";
import { LIVE_STYLE } from "./live_style.ts";
import { LIVE_MIME } from "./protocol.ts";

/** Pauses, resumes and stops what follows a topic or a query, in each notebook with its own kernel. */
export const livePlugin: JupyterFrontEndPlugin = {
  id: "tributary:live",
  description: "Buttons that pause, resume and stop live displays, and how fresh these are",
  autoStart: true,
  requires: [INotebookTracker],
  activate(_, notebooks: INotebookTracker) {
    addStyle("trb-live", LIVE_STYLE);
    eachNotebook(notebooks, ({ content: { rendermime }, sessionContext }) =>
      rendermime.addFactory({
        safe: true,
        mimeTypes: [LIVE_MIME],
        createRenderer: () => new LiveRenderer(rendermime, sessionContext),
      }, 0));
  },
};
