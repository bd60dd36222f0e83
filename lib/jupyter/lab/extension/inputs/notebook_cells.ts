import {
  type ExecutedCell,
  NotebookActions,
  type NotebookCell,
  type NotebookPanel,
  runCell,
} from "@jupyterlab/notebook";
import type { RerunNotebook } from "./reruns.ts";

/** An open notebook whose cells inputs run again, by JupyterLab's own way to run a cell. */
export function rerunNotebook(panel: NotebookPanel): RerunNotebook {
  const { content, sessionContext } = panel;
  const cellOf = (id: string): NotebookCell | undefined =>
    content.widgets.find(({ model }) => model.id === id);
  return {
    order: () =>
      content.widgets.filter(({ model }) => model.type === "code").map(({ model }) => model.id),
    number: (id) => `[${cellOf(id)?.model.executionCount ?? " "}]`,
    async execute(code) {
      const kernel = sessionContext.session?.kernel;
      if (!kernel) throw new Error("Not connected to a kernel");
      const { content } = await kernel.requestExecute({ code, silent: true, store_history: false })
        .done;
      if (content.status !== "ok") {
        throw new Error(`The variable was not set: ${content.evalue ?? "stopped"}`);
      }
    },
    async run(id) {
      const cell = cellOf(id);
      if (!cell || !content.model) return "the cell is gone";
      let failed: Omit<ExecutedCell, "notebook"> | undefined;
      try {
        await runCell({
          cell,
          notebook: content.model,
          notebookConfig: content.notebookConfig,
          sessionContext,
          onCellExecutionScheduled: () => {},
          onCellExecuted(executed) {
            if (executed.success === false) failed = executed;
            NotebookActions.executed.emit({ notebook: content, ...executed });
          },
        });
      } catch (error) {
        failed ??= { cell, error: error as ExecutedCell["error"] };
      }
      return failed && failureText(failed);
    },
  };
}

function failureText({ error }: Omit<ExecutedCell, "notebook">): string {
  const { errorName, errorValue, message } = error ?? {};
  return errorName === undefined ? message ?? "it failed" : `${errorName}: ${errorValue}`;
}
