/// <reference lib="dom" />
import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import { Widget } from "@lumino/widgets";
import { type Link, openLink } from "../link.ts";
import type { VariablesAnswer } from "./protocol.ts";
import { shownVariable } from "./shown_variable.ts";
import { VariableList } from "./variable_list.ts";

const NO_NOTEBOOK = "Open a notebook to see its variables";
const NO_KERNEL =
  "No variables: the notebook's kernel is not Deno (Tributary), or has just restarted";

/** The variables of the notebook that is in front, in the side bar. */
export class VariablesPanel extends Widget {
  #app: JupyterFrontEnd;
  #notebooks: INotebookTracker;
  #list: VariableList;
  #panel: NotebookPanel | null = null;
  #link: Link | undefined;
  #library = "";

  constructor(app: JupyterFrontEnd, notebooks: INotebookTracker) {
    const list = new VariableList({
      insert: (name) => this.#insert(name),
      show: (name) => this.#show(name),
    });
    super({ node: list.node });
    this.#app = app;
    this.#notebooks = notebooks;
    this.#list = list;
    this.id = "tributary-variables";
    this.title.label = "Variables";
    this.title.caption = "Variables of the notebook";
  }

  /** Asks the kernel of the notebook in front. */
  async refresh(): Promise<void> {
    const panel = this.#notebooks.currentWidget;
    if (panel !== this.#panel) this.#leave();
    this.#panel = panel;
    if (!this.isVisible) return;
    if (!panel) return this.#list.set([], NO_NOTEBOOK);
    if (this.#link) return this.#link.send({});
    await panel.sessionContext.ready;
    if (this.#panel !== panel || this.#link) return;
    this.#link = openLink(panel.sessionContext, {
      target: "tributary.variables",
      data: {},
      received: (data) => {
        const { variables, library } = data as unknown as VariablesAnswer;
        this.#library = library;
        this.#list.set(variables);
      },
      lost: () => {
        this.#link = undefined;
        if (this.#panel === panel) this.#list.set([], NO_KERNEL);
      },
    });
  }

  protected override onAfterShow(): void {
    void this.refresh();
  }

  #leave(): void {
    this.#link?.close();
    this.#link = undefined;
  }

  #insert(name: string): void {
    const editor = this.#panel?.content.activeCell?.editor;
    editor?.replaceSelection?.(name);
    editor?.focus();
  }

  #show(name: string): void {
    if (!this.#panel) return;
    const shown = shownVariable(this.#panel, name, this.#library);
    if (shown) this.#app.shell.add(shown, "main", { mode: "split-bottom" });
  }
}
