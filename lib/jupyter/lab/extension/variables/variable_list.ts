/// <reference lib="dom" />
import { element } from "../elements.ts";
import type { Variable } from "./protocol.ts";

/** What a person can do with a variable. */
export interface VariableActions {
  /** Puts its name at the cursor. */
  insert(name: string): void;
  /** Shows it as a table. */
  show(name: string): void;
}

type Column = "name" | "type" | "bytes";

/** The list of variables as a table with a filter and an order. */
export class VariableList {
  readonly node = element("div", { className: "trb-variables" });
  #actions: VariableActions;
  #variables: Variable[] = [];
  #order: Column = "name";
  #filter = element("input", { type: "search", placeholder: "Filter variables" });
  #note = element("p");
  #body = element("tbody");
  #buttons = new Map<Column, HTMLButtonElement>();

  constructor(actions: VariableActions) {
    this.#actions = actions;
    this.#filter.setAttribute("aria-label", "Filter variables");
    this.#filter.oninput = () => this.#draw();
    this.#note.setAttribute("role", "status");
    const button = (column: Column, text: string) => {
      const made = element(
        "button",
        { type: "button", title: `Sort by ${text.toLowerCase()}` },
        text,
      );
      made.onclick = () => {
        this.#order = column;
        this.#draw();
      };
      this.#buttons.set(column, made);
      return made;
    };
    const names = element("th", { scope: "col" }, button("name", "Name"), button("type", "Type"));
    const sizes = element("th", { scope: "col" }, button("bytes", "Size"));
    const head = element("thead", {}, element("tr", {}, names, sizes));
    this.node.append(this.#filter, this.#note, element("table", {}, head, this.#body));
  }

  /** Shows other variables. @param note What is said if there are none. */
  set(variables: Variable[], note = "No variables yet"): void {
    this.#variables = variables;
    this.#note.textContent = variables.length === 0 ? note : "";
    this.#draw();
  }

  #draw(): void {
    const order = this.#order;
    for (const [column, button] of this.#buttons) button.ariaPressed = String(column === order);
    const words = this.#filter.value.toLowerCase();
    const found = this.#variables
      .filter(({ name, type }) => `${name} ${type}`.toLowerCase().includes(words))
      .sort((a, b) =>
        order === "bytes"
          ? b.bytes - a.bytes
          : a[order] < b[order]
          ? -1
          : a[order] > b[order]
          ? 1
          : 0
      );
    this.#body.replaceChildren(...found.map((variable) => this.#row(variable)));
    (this.#body.parentElement as HTMLElement).hidden = this.#variables.length === 0;
    if (this.#variables.length > 0) {
      this.#note.textContent = found.length === 0 ? "No variable matches" : "";
    }
  }

  #row({ name, type, shape, bytes, preview, table }: Variable): HTMLTableRowElement {
    const insert = element(
      "button",
      { type: "button", ariaLabel: `Insert ${name} at the cursor` },
      name,
    );
    insert.title = insert.ariaLabel!;
    insert.onclick = () => this.#actions.insert(name);
    const kind = element("small", { className: "trb-kind" }, shape ? `${type}, ${shape}` : type);
    const cell = element("td", { title: preview }, insert, kind, element("small", {}, preview));
    const size = element("td", {}, sizeText(bytes));
    if (table) {
      const title = `Show ${name} as a table`;
      const show = element("button", { type: "button", title, ariaLabel: title }, "Table");
      show.onclick = () => this.#actions.show(name);
      size.append(show);
    }
    return element("tr", {}, cell, size);
  }
}

/** `1.2 MB`: an estimate, so two digits are enough. */
export function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const n = bytes / 1000 ** power;
  return `${n < 10 && power > 0 ? n.toFixed(1) : Math.round(n)} ${units[power]}`;
}
