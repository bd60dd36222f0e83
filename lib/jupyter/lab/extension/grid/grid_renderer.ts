import type { MimeModel, Renderer, RenderMime } from "@jupyterlab/rendermime";
import type { SessionContext } from "@jupyterlab/services";
import { Panel } from "@lumino/widgets";

/** Shows the output of a table: its static HTML until the kernel answers. */
export class GridRenderer extends Panel implements Renderer {
  #rendermime: RenderMime;
  #context: SessionContext;

  constructor(rendermime: RenderMime, context: SessionContext) {
    super();
    this.#rendermime = rendermime;
    this.#context = context;
    this.addClass("trb-grid");
  }

  async renderModel(model: MimeModel): Promise<void> {
    const still = this.#rendermime.createRenderer("text/html");
    this.addWidget(still);
    await still.renderModel(model);
    await this.#context.ready;
  }
}
