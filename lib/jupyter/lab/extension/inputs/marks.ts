/// <reference lib="dom" />
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { Affected } from "../../../prelude/cell_graph.ts";
import { markOf } from "./notes.ts";

/** The marks on the cells of a notebook that inputs run again. */
export class Marks {
  #panel: NotebookPanel;
  #cells = new Map<unknown, Affected[]>();

  constructor(panel: NotebookPanel) {
    this.#panel = panel;
  }

  /** Marks the cells that an input runs again, instead of those before. */
  set(input: unknown, cells: Affected[]): void {
    if (cells.length === 0) this.#cells.delete(input);
    else this.#cells.set(input, cells);
    this.#draw();
  }

  #draw(): void {
    const names = new Map<string, Set<string>>();
    for (const affected of [...this.#cells.values()].flat()) {
      const known = names.get(affected.cell) ?? new Set();
      for (const name of markOf(affected)) known.add(name);
      names.set(affected.cell, known);
    }
    for (const { node, model } of this.#panel.content.widgets) {
      const mark = names.get(model.id);
      if (mark) node.dataset.trbReads = markText([...mark]);
      else delete node.dataset.trbReads;
    }
  }
}

function markText(names: string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(", ")}, …` : names.join(", ");
}
