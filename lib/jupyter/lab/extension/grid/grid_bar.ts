/// <reference lib="dom" />
import { Widget } from "@lumino/widgets";
import { FILTER_NAMES } from "./column_menu.ts";
import { element } from "./elements.ts";
import type { GridOutput, GridView } from "./protocol.ts";

/** What the bar says besides which rows there are. */
export interface BarState {
  pending: boolean;
  error?: string;
  /** Whether the same may succeed the next time. */
  canRetry?: boolean;
  note?: string;
}

/** What a person does in the bar. */
export interface BarActions {
  /** Removes the filter of a column. */
  unfilter(column: string): void;
  /** Asks for the rows again. */
  retry(): void;
  /** @param row From 0; may be outside the table. */
  goTo(row: number): void;
}

/** The line above a grid: how many rows, in which order, which filters, what went wrong. */
export class GridBar extends Widget {
  #output: GridOutput;
  #actions: BarActions;
  #status = element("span", { className: "trb-grid-status", role: "status" });

  constructor(output: GridOutput, actions: BarActions) {
    super();
    this.#output = output;
    this.#actions = actions;
    this.addClass("trb-grid-bar");
    this.node.append(this.#status);
    if (output.rows > 100) this.node.append(this.#rowInput());
  }

  /** @param state `rows`: number of rows that the filters leave. */
  say({ view, rows, ...state }: BarState & { view: GridView; rows: number }): void {
    const { sort, filters } = view;
    const shown = filters.length > 0 ? `${rows.toLocaleString("en")} of ` : "";
    const { rows: all, columns } = this.#output;
    const parts: HTMLElement[] = [
      element("span", {
        textContent: `${shown}${counted(all, "row")} × ${counted(columns.length, "column")}`,
      }),
    ];
    const dim = (textContent: string) => element("span", { className: "dim", textContent });
    if (sort) parts.push(dim(`sorted by ${sort.column}${sort.descending ? ", descending" : ""}`));
    parts.push(...this.#chips(filters));
    if (state.pending) parts.push(dim("loading …"));
    if (state.note) parts.push(dim(state.note));
    if (state.error !== undefined) {
      const problem = { className: "error", role: "alert", textContent: state.error };
      parts.push(element("span", problem));
      if (state.canRetry) {
        const again = element("button", { textContent: "Try again" });
        again.onclick = () => this.#actions.retry();
        parts.push(again);
      }
    }
    this.#status.replaceChildren(...parts);
  }

  #chips(filters: GridView["filters"]): HTMLElement[] {
    return filters.map(({ column, is, value, to }) => {
      const text = [column, FILTER_NAMES[is], value, ...to === undefined ? [] : ["and", to]];
      const chip = element("button", {
        textContent: `${text.filter(Boolean).join(" ")} ✕`,
        title: "Remove this filter",
      });
      chip.onclick = () => this.#actions.unfilter(column);
      return chip;
    });
  }

  /** A place for a row's number: a step of the scroll bar is many rows of a large table. */
  #rowInput(): HTMLInputElement {
    const input = element("input", { placeholder: "go to row", ariaLabel: "Go to row" });
    input.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key !== "Enter") return;
      const row = Number(input.value.replace(/[,. ]/g, "")) - 1;
      if (Number.isInteger(row)) this.#actions.goTo(row);
      else input.select();
    };
    return input;
  }
}

function counted(n: number, word: string): string {
  return `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
}
