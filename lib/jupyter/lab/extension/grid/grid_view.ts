/// <reference lib="dom" />
import { BasicSelectionModel, DataGrid } from "@lumino/datagrid";
import { MessageLoop } from "@lumino/messaging";
import { Panel, Widget } from "@lumino/widgets";
import type { ColumnFilter } from "../../../../questdb/slices/filter.ts";
import { columnMenu } from "./column_menu.ts";
import { copyText } from "./copy_text.ts";
import { drawDirectly } from "./draw_directly.ts";
import { element } from "./elements.ts";
import { type BarState, GridBar } from "./grid_bar.ts";
import { GridKeys, GridMouse } from "./grid_input.ts";
import type { GridKernel } from "./grid_link.ts";
import { GridModel } from "./grid_model.ts";
import { fitColumns, HEADER_HEIGHT, ROW_HEIGHT, styleGrid } from "./grid_style.ts";
import type { Cell, GridOutput, GridProfile, GridView } from "./protocol.ts";

/** Rows that a grid shows at once, at most. */
const SHOWN = 15;

/** All rows of a table: a bar with what is shown, and the grid. */
export class GridPanel extends Panel {
  #output: GridOutput;
  #kernel: GridKernel;
  #model: GridModel;
  #grid: DataGrid;
  #bar: GridBar;
  #menu: HTMLElement | undefined;
  #rows: number;
  #state: BarState = { pending: true };
  #ready = Promise.withResolvers<void>();
  #resizes = new ResizeObserver(() =>
    MessageLoop.postMessage(this.#grid, Widget.ResizeMessage.UnknownSize)
  );
  #themes = new MutationObserver(() => styleGrid(this.#grid, this.#model));
  #outside = (event: MouseEvent) => {
    if (!this.#menu?.contains(event.target as Node)) this.#closeMenu();
  };

  constructor(output: GridOutput, kernel: GridKernel) {
    super();
    this.#output = output;
    this.#kernel = kernel;
    this.#rows = output.rows;
    this.#grid = new DataGrid({
      defaultSizes: {
        ...{ rowHeight: ROW_HEIGHT, columnWidth: 96, rowHeaderWidth: 60 },
        columnHeaderHeight: HEADER_HEIGHT,
      },
      minimumSizes: {
        rowHeight: ROW_HEIGHT,
        columnWidth: 40,
        rowHeaderWidth: 30,
        columnHeaderHeight: HEADER_HEIGHT,
      },
      headerVisibility: "all",
    });
    this.#model = new GridModel({
      rows: output.rows,
      columns: output.columns,
      fetch: (from, to) =>
        kernel.ask<{ ask: number; from: number; cells: Cell[][]; reformatted: boolean }>({
          kind: "rows",
          from,
          to,
        }),
      visible: () => this.#visible(),
      changed: (state) => this.#changed({ ...state, canRetry: true }),
    });
    this.#grid.dataModel = this.#model;
    this.#grid.selectionModel = new BasicSelectionModel({ dataModel: this.#model });
    const actions = {
      sort: (column: number) => this.#cycle(column),
      menu: (column: number, at: { x: number; y: number }) => this.#openMenu(column, at),
      copy: () => void this.#copy(),
    };
    this.#grid.mouseHandler = new GridMouse(actions);
    this.#grid.keyHandler = new GridKeys(actions);
    this.#grid.viewport.node.tabIndex = 0;
    this.#grid.viewport.node.setAttribute("aria-label", `Table with ${output.rows} rows`);
    styleGrid(this.#grid, this.#model);
    drawDirectly(this.#grid);
    this.#bar = new GridBar(output, {
      unfilter: (column) => this.#filter(column, undefined),
      retry: () => this.#model.retry(),
      goTo: (row) => this.#goTo(row),
    });
    this.addWidget(this.#bar);
    this.addWidget(this.#grid);
    if (output.note !== undefined) this.addWidget(new Widget({ node: noteBelow(output.note) }));
    this.#fitHeight();
    this.#showBar();
    this.#themes.observe(document.body, { attributeFilter: ["data-jp-theme-name"] });
    this.#resizes.observe(this.#grid.node);
    document.addEventListener("mousedown", this.#outside, true);
  }

  /** Settles when the first rows are there, or cannot be. */
  async opened(): Promise<void> {
    this.#model.data("body", 0, 0); // asks for the first rows, also before they are painted
    await this.#ready.promise;
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#themes.disconnect();
    this.#resizes.disconnect();
    document.removeEventListener("mousedown", this.#outside, true);
    this.#kernel.close();
    super.dispose();
  }

  #visible() {
    const { firstRow = -1, lastRow = -1 } = this.#grid.currentViewport ?? {};
    // Before it is painted the first rows are meant.
    return { first: Math.max(0, firstRow), last: lastRow < 0 ? SHOWN : lastRow };
  }

  #changed(state: BarState): void {
    this.#state = state;
    if (!state.pending || state.error !== undefined) {
      if (!this.node.dataset.fitted && this.#model.firstCells) {
        fitColumns(this.#grid, this.#model);
        this.node.dataset.fitted = "true";
      }
      this.#ready.resolve();
    }
    this.#showBar();
  }

  #fitHeight(): void {
    const rows = Math.min(SHOWN, Math.max(1, this.#rows));
    this.#grid.node.style.height = `${HEADER_HEIGHT + rows * ROW_HEIGHT + 18}px`;
  }

  #showBar(): void {
    this.#bar.say({ ...this.#state, view: this.#model.view, rows: this.#rows });
    const { error, pending } = this.#state;
    this.node.dataset.state = error !== undefined ? "error" : pending ? "loading" : "ready";
  }

  /** Shows and selects a row, from 0; the first or last one for a number outside. */
  #goTo(row: number): void {
    const at = Math.max(0, Math.min(row, this.#rows - 1));
    this.#grid.scrollTo(this.#grid.scrollX, this.#grid.rowOffset("body", at));
    this.#grid.selectionModel!.select({
      ...{ r1: at, c1: 0, r2: at, c2: 0, cursorRow: at, cursorColumn: 0, clear: "all" },
    });
  }

  #cycle(column: number): void {
    const { name, sortable } = this.#output.columns[column]!;
    const { sort } = this.#model.view;
    if (!sortable) {
      return this.#changed({
        pending: false,
        error: `${name} cannot be sorted: its type has no order`,
      });
    }
    const descending = sort?.column !== name ? false : sort.descending ? undefined : true;
    this.#sort(name, descending);
  }

  #sort(column: string, descending: boolean | undefined): void {
    const { filters } = this.#model.view;
    void this.#show({
      filters,
      ...descending === undefined ? {} : { sort: { column, descending } },
    });
  }

  #filter(column: string, filter: ColumnFilter | undefined): void {
    const others = this.#model.view.filters.filter((other) => other.column !== column);
    void this.#show({ ...this.#model.view, filters: filter ? [...others, filter] : others });
  }

  /** Shows other rows; if that fails, those from before. */
  async #show(view: GridView): Promise<void> {
    this.#closeMenu();
    const before = this.#model.view;
    this.#model.view = view;
    this.#changed({ pending: true });
    try {
      const { rows } = await this.#kernel.ask<{ ask: number; rows: number }>({
        kind: "view",
        view,
      });
      if (this.#model.view !== view) return; // another was chosen meanwhile
      this.#rows = rows;
      this.#model.reset(rows);
      this.#grid.selectionModel!.clear();
      this.#grid.scrollTo(this.#grid.scrollX, 0);
      this.#fitHeight();
      this.#changed({ pending: rows > 0 && this.#model.isPending });
    } catch (error) {
      if (this.#model.view !== view) return;
      this.#model.view = before;
      await this.#kernel.ask({ kind: "view", view: before }).catch(() => {}); // the error is shown below
      this.#changed({ pending: false, error: (error as Error).message });
    }
  }

  #openMenu(at: number, { x, y }: { x: number; y: number }): void {
    this.#closeMenu();
    const column = this.#output.columns[at]!;
    this.#menu = columnMenu({
      column,
      view: this.#model.view,
      profile: async () => {
        const question = { kind: "profile", column: column.name } as const;
        return (await this.#kernel.ask<{ ask: number; profile: GridProfile }>(question)).profile;
      },
      sort: (descending) => this.#sort(column.name, descending),
      filter: (filter) => this.#filter(column.name, filter),
      close: () => this.#closeMenu(),
    });
    const { left, top, width } = this.node.getBoundingClientRect();
    this.#menu.style.left = `${Math.max(0, Math.min(x - left, width - 294))}px`;
    this.#menu.style.top = `${y - top}px`;
    this.node.append(this.#menu);
    const menu = this.#menu;
    const first = menu.querySelector<HTMLElement>("input:not([hidden])") ??
      menu.querySelector<HTMLElement>("button");
    first?.focus();
  }

  #closeMenu(): void {
    if (!this.#menu) return;
    this.#menu.remove();
    this.#menu = undefined;
    this.#grid.viewport.node.focus({ preventScroll: true });
  }

  async #copy(): Promise<void> {
    const selection = this.#grid.selectionModel!.currentSelection();
    if (!selection) return this.#changed({ ...this.#state, pending: false });
    const { r1, r2, c1, c2 } = selection;
    const [from, to] = [Math.min(r1, r2), Math.max(r1, r2) + 1];
    const columns = this.#output.columns.slice(Math.min(c1, c2), Math.max(c1, c2) + 1);
    try {
      const { text } = await this.#kernel.ask<{ ask: number; text: string }>({
        ...{ kind: "copy", from, to },
        columns: columns.map(({ name }) => name),
      });
      await copyText(text, this.#grid.viewport.node);
      const cells = (to - from) * columns.length;
      this.#state = {
        pending: false,
        note: `${cells.toLocaleString("en")} cell${cells === 1 ? "" : "s"} copied`,
      };
      this.#showBar();
    } catch (error) {
      this.#changed({ pending: false, error: `Cannot copy: ${(error as Error).message}` });
    }
  }
}

function noteBelow(textContent: string): HTMLElement {
  return element("p", { className: "trb-grid-below", textContent });
}
