import type { NotebookPanel } from "@jupyterlab/notebook";
import { OutputArea, OutputAreaModel } from "@jupyterlab/outputarea";
import { Panel } from "@lumino/widgets";

/** A tab that shows a variable as a cell would; undefined if the notebook has no kernel. */
export function shownVariable(
  { content, sessionContext }: NotebookPanel,
  name: string,
  library: string,
): Panel | undefined {
  const kernel = sessionContext.session?.kernel;
  if (!kernel) return undefined;
  const area = new OutputArea({
    model: new OutputAreaModel({ trusted: true }),
    rendermime: content.rendermime,
  });
  const code = `await (await import(${JSON.stringify(library)})).show(${name});`;
  area.future = kernel.requestExecute({ code, store_history: false });
  const panel = new Panel();
  panel.id = `tributary-variable-${crypto.randomUUID()}`;
  panel.title.label = name;
  panel.title.closable = true;
  panel.addClass("trb-shown");
  panel.addWidget(area);
  return panel;
}
