/// <reference lib="dom" />
import type { MimeModel, Renderer, RenderMime } from "@jupyterlab/rendermime";
import type { SessionContext } from "@jupyterlab/services";
import { Panel, Widget } from "@lumino/widgets";
import { element } from "./elements.ts";
import { openGridKernel } from "./grid_link.ts";
import { GRID_CSS } from "./grid_style.ts";
import { GridPanel } from "./grid_view.ts";
import { GRID_MIME, type GridOutput } from "./protocol.ts";

/** Milliseconds that the static table waits for the first rows, so that it does not flash. */
const PATIENCE = 1500;

/** Shows the output of a table: as a grid if the kernel answers, else its static table with a note. */
export class GridRenderer extends Panel implements Renderer {
  #rendermime: RenderMime;
  #context: SessionContext;
  #run = 0;

  constructor(rendermime: RenderMime, context: SessionContext) {
    super();
    this.#rendermime = rendermime;
    this.#context = context;
    this.addClass("trb-grid");
    // JupyterLab's shortcuts would take the arrow keys.
    this.node.dataset.lmSuppressShortcuts = "true";
    installStyle();
  }

  async renderModel(model: MimeModel): Promise<void> {
    const run = ++this.#run;
    const isCurrent = () => run === this.#run && !this.isDisposed;
    const still = async () => {
      const table = this.#rendermime.createRenderer("text/html");
      await table.renderModel(model);
      return table;
    };
    const waiting = setTimeout(async () => {
      const table = await still();
      if (isCurrent() && this.node.dataset.state === "loading") this.#show("loading", table);
    }, PATIENCE);
    this.#show("loading", new Widget({ node: element("p", { textContent: "Loading …" }) }));
    const { grid } = model.data[GRID_MIME] as GridOutput;
    await this.#context.ready;
    if (!isCurrent()) return clearTimeout(waiting);
    let isLost = false;
    const lost = async () => {
      isLost = true;
      clearTimeout(waiting);
      const table = await still();
      if (isCurrent()) this.#show("still", table, new Widget({ node: savedNote() }));
    };
    const kernel = openGridKernel(this.#context, { grid, lost: () => void lost() });
    const panel = new GridPanel(model.data[GRID_MIME] as GridOutput, kernel);
    await panel.opened();
    clearTimeout(waiting);
    if (isCurrent() && !isLost) this.#show("grid", panel);
    else panel.dispose();
  }

  #show(state: "loading" | "grid" | "still", ...widgets: Widget[]): void {
    for (const widget of [...this.widgets]) widget.dispose();
    this.node.dataset.state = state;
    for (const widget of widgets) this.addWidget(widget);
  }
}

function savedNote(): HTMLElement {
  return element("p", {
    className: "trb-grid-note",
    textContent: "Saved rows: the kernel no longer has this table. " +
      "Run the cell again to scroll, sort and filter",
  });
}

function installStyle(): void {
  if (document.querySelector("#trb-grid-style")) return;
  document.head.append(element("style", { id: "trb-grid-style", textContent: GRID_CSS }));
}
