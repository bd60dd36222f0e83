/// <reference lib="dom" />
import type { MimeModel, Renderer } from "@jupyterlab/rendermime";
import type { SessionContext } from "@jupyterlab/services";
import { Widget } from "@lumino/widgets";
import type { Affected } from "../../../prelude/cell_graph.ts";
import { makeControl, type PageControl } from "./controls.ts";
import { element } from "../elements.ts";
import { keepKeys } from "../keys.ts";
import { type InputLink, linkInput } from "./input_link.ts";
import type { Marks } from "./marks.ts";
import { readersNote } from "./notes.ts";
import { INPUT_MIME, type InputAnswer, type InputOutput } from "./protocol.ts";
import type { RerunInput, RerunNotebook, Reruns } from "./reruns.ts";

/** What the inputs of a notebook share. */
export interface InputsOfNotebook {
  context: SessionContext;
  notebook: RerunNotebook;
  reruns: Reruns;
  marks: Marks;
  /** The inputs on the page. */
  shown: Set<InputRenderer>;
}

const LOST = "Not connected to the kernel: run this cell again";
const UNBOUND =
  "Bound to no variable: write it as const name = await input.…(…) at the top of a cell";

/** The output of an input: a control under its cell, and a line that says what it does. */
export class InputRenderer extends Widget implements Renderer, RerunInput {
  #shared: InputsOfNotebook;
  #output: InputOutput | undefined;
  #control: PageControl | undefined;
  #link: InputLink | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #note = element("p", { className: "trb-note" });

  constructor(shared: InputsOfNotebook) {
    super({ node: element("fieldset", { className: "trb-input" }) });
    this.#shared = shared;
    keepKeys(this.node);
    this.#note.setAttribute("role", "status");
    shared.shown.add(this);
  }

  async renderModel(model: MimeModel): Promise<void> {
    const output = model.data[INPUT_MIME] as InputOutput;
    if (this.#output?.id === output.id) return; // Only the line for exports has changed.
    this.#link?.close();
    this.#output = output;
    this.#draw(output);
    await this.#shared.context.ready;
    if (!this.isDisposed) this.#connect(output.id);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    clearTimeout(this.#timer);
    this.#link?.close();
    this.#shared.shown.delete(this);
    this.#shared.marks.set(this, []);
    super.dispose();
  }

  /** Asks again which cells read the input. */
  ask(): void {
    this.#link?.ask({ order: this.#shared.notebook.order() }).then(
      (answer) => answer.type === "cells" && this.rest(answer.cells),
      () => {}, // It was lost meanwhile, which the line says.
    );
  }

  send(value: unknown, order: string[]): Promise<InputAnswer> {
    return this.#link?.ask({ order, set: { value } }) ?? Promise.reject(new Error(LOST));
  }

  say(note: string, failed = false): void {
    this.#note.textContent = note;
    this.#note.classList.toggle("trb-failed", failed);
  }

  rest(cells: Affected[]): void {
    const variable = this.#output?.variable;
    const { notebook, marks } = this.#shared;
    this.say(variable === undefined ? UNBOUND : readersNote(cells, variable, notebook.number));
    marks.set(this, cells);
  }

  #draw({ id, label, spec, value }: InputOutput): void {
    const name = `trb-${id}`;
    const control = this.#control = makeControl(spec, name, (value, pause) => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#set(value), pause);
    });
    control.set(value);
    const text = spec.kind === "button" ? [] : [element("label", { htmlFor: name }, label)];
    if (spec.kind === "button") control.nodes[0]!.textContent = label;
    const row = element("div", { className: "trb-row" }, ...text, ...control.nodes);
    this.node.replaceChildren(row, this.#note);
    this.#enable(false, "");
  }

  async #set(value: unknown): Promise<void> {
    await this.#shared.reruns.set(this, value);
    // The cells have other numbers now.
    for (const other of this.#shared.shown) if (other !== this) other.ask();
  }

  #connect(id: string): void {
    this.#link = linkInput(this.#shared.context, id, {
      changed: (value) => {
        this.#control?.set(value);
        this.#enable(true, "");
        this.ask();
      },
      lost: () => {
        this.#enable(false, LOST);
        this.#shared.marks.set(this, []);
      },
    });
  }

  #enable(enabled: boolean, note: string): void {
    (this.node as HTMLFieldSetElement).disabled = !enabled;
    this.say(note);
  }
}
