/// <reference lib="dom" />
import type { MimeModel, Renderer, RenderMime } from "@jupyterlab/rendermime";
import type { SessionContext } from "@jupyterlab/services";
import { Panel, Widget } from "@lumino/widgets";
import { keepKeys } from "../keys.ts";
import { type Link, openLink } from "../link.ts";
import { LiveBar } from "./live_bar.ts";
import { LIVE_MIME, LIVE_TARGET, type LiveOutput, type LiveState } from "./protocol.ts";

/**
 * The output of a live display: its HTML, which each update replaces, below buttons, which stay. The
 * buttons are there only while the kernel answers for the display.
 */
export class LiveRenderer extends Panel implements Renderer {
  #rendermime: RenderMime;
  #context: SessionContext;
  #bar = new LiveBar((press) => this.#link?.send({ press }));
  #content: { type: string; renderer: Renderer } | undefined;
  #id: string | undefined;
  #link: Link | undefined;
  #timer = setInterval(() => this.#bar.tick(), 1000);
  /** Whether the pointer drags in the content, which must not be replaced meanwhile. */
  #dragged = false;
  #waiting: MimeModel | undefined;

  constructor(rendermime: RenderMime, context: SessionContext) {
    super();
    this.#rendermime = rendermime;
    this.#context = context;
    this.addClass("trb-live");
    keepKeys(this.#bar.node);
    this.addWidget(new Widget({ node: this.#bar.node }));
    this.node.addEventListener("pointerdown", this.#down);
    for (const type of RELEASES) globalThis.addEventListener(type, this.#up);
  }

  async renderModel(model: MimeModel): Promise<void> {
    const output = model.data[LIVE_MIME] as LiveOutput;
    this.#bar.update(output);
    if (this.#dragged) this.#waiting = model;
    else await this.#draw(model);
    if (this.#id === output.id) return;
    this.#id = output.id;
    this.#link?.close();
    await this.#context.ready;
    if (!this.isDisposed && this.#id === output.id) this.#connect(output.id);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    clearInterval(this.#timer);
    for (const type of RELEASES) globalThis.removeEventListener(type, this.#up);
    this.#link?.close();
    this.#leave();
    super.dispose();
  }

  #connect(id: string): void {
    this.#link = openLink(this.#context, {
      target: LIVE_TARGET,
      data: { id },
      received: (data) => {
        const state = data as unknown as LiveState;
        if (state.state === "ended") {
          this.#link?.close();
          return this.#end();
        }
        if (state.state === "stopped") this.#leave(); // before its button is disabled
        this.#bar.tell(state);
        this.node.dataset.live = this.#bar.mode;
      },
      lost: () => this.#end(),
    });
  }

  #end(): void {
    this.#leave();
    delete this.node.dataset.live;
  }

  async #draw(model: MimeModel): Promise<void> {
    const type = "text/html" in model.data ? "text/html" : "text/plain";
    if (this.#content?.type !== type) {
      this.#content?.renderer.dispose();
      this.#content = { type, renderer: this.#rendermime.createRenderer(type) };
      this.addWidget(this.#content.renderer);
    }
    const { node } = this.#content.renderer;
    const series = node.contains(document.activeElement)
      ? document.activeElement!.getAttribute("data-series")
      : null;
    await this.#content.renderer.renderModel(model);
    if (series === null) return;
    node.querySelector<HTMLElement>(`[data-series="${series}"]`)?.focus({ preventScroll: true });
  }

  /** Hands the focus to the cell when the buttons go, so that the keyboard is not lost. */
  #leave(): void {
    if (!this.#bar.node.contains(document.activeElement)) return;
    this.node.closest<HTMLElement>(".jp-Cell")?.focus({ preventScroll: true });
  }

  #down = ({ target }: Event) => {
    this.#dragged = this.#content?.renderer.node.contains(target as Node) ?? false;
  };

  #up = () => {
    this.#dragged = false;
    const model = this.#waiting;
    this.#waiting = undefined;
    // The content handles the same event first.
    if (model) setTimeout(() => this.isDisposed || this.#draw(model));
  };
}

/** What ends a drag. */
const RELEASES = ["pointerup", "pointercancel", "blur"];
