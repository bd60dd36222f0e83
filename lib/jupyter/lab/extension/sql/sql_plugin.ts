import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { type CellModel, INotebookTracker, type Notebook } from "@jupyterlab/notebook";
import { isSqlCell } from "../../../code/sql_mark.ts";
import { eachNotebook } from "../each_notebook.ts";

const SQL = "text/x-sql";

/** Highlights cells that begin with `-- sql`, or have the tag `sql`, as SQL. */
export const sqlPlugin: JupyterFrontEndPlugin = {
  id: "tributary:sql",
  description: "SQL highlighting for cells of SQL",
  autoStart: true,
  requires: [INotebookTracker],
  activate(_, notebooks: INotebookTracker) {
    eachNotebook(notebooks, ({ content, context }) => {
      const known = new WeakSet<CellModel>();
      const all = () => {
        for (const { model } of content.widgets) {
          if (model.type !== "code" || known.has(model)) continue;
          known.add(model);
          const set = () => setLanguage(model, content);
          model.contentChanged.connect(set);
          model.metadataChanged.connect(set);
          model.mimeTypeChanged.connect(set); // JupyterLab sets it again when the kernel is ready.
          set();
        }
      };
      const watch = () => {
        content.model?.cells.changed.connect(() => queueMicrotask(all)); // The widgets come after.
        all();
      };
      content.modelChanged.connect(watch);
      void context.ready.then(watch);
    });
  },
};

function setLanguage(model: CellModel, { codeMimetype }: Notebook): void {
  if (model.isDisposed) return;
  const tags = model.getMetadata("tags");
  const isSql = isSqlCell(model.sharedModel.getSource()) ||
    Array.isArray(tags) && tags.includes("sql");
  const wanted = isSql ? SQL : model.mimeType === SQL ? codeMimetype : model.mimeType;
  if (model.mimeType !== wanted) model.mimeType = wanted;
}
