import { DataModel } from "@lumino/datagrid";
import type { Cell, GridColumn, GridView } from "./protocol.ts";

/** Rows that are asked for at once. */
const BLOCK = 200;
/** Blocks that are kept: 12,000 rows, whatever was scrolled past. */
const KEPT = 60;
/** Questions to the kernel at the same time. */
const AT_ONCE = 2;

/** The value of a cell that has not arrived. */
export const PENDING = Symbol("pending");

/** Options for {@linkcode GridModel}. */
export interface GridModelOptions {
  rows: number;
  columns: readonly GridColumn[];
  /** Fetches the cells of the rows `from` to before `to`. */
  fetch(from: number, to: number): Promise<{ cells: Cell[][]; reformatted: boolean }>;
  /** Which rows are on the screen. */
  visible(): { first: number; last: number };
  /** Called when it begins or stops to wait for rows, and when they could not be fetched. */
  changed(state: { pending: boolean; error?: string }): void;
}

/** The rows of a grid, of which it keeps those near what is on the screen. */
export class GridModel extends DataModel {
  view: GridView = { filters: [] };
  #rows: number;
  #options: GridModelOptions;
  #blocks = new Map<number, Cell[][]>();
  #wanted = new Set<number>();
  #asked = new Set<number>();
  #version = 0;

  constructor(options: GridModelOptions) {
    super();
    this.#options = options;
    this.#rows = options.rows;
  }

  get columns(): readonly GridColumn[] {
    return this.#options.columns;
  }

  rowCount(region: DataModel.RowRegion): number {
    return region === "body" ? this.#rows : 1;
  }

  columnCount(region: DataModel.ColumnRegion): number {
    return region === "body" ? this.columns.length : 1;
  }

  data(region: DataModel.CellRegion, row: number, column: number): unknown {
    if (region === "corner-header") return "";
    if (region === "row-header") return (row + 1).toLocaleString("en");
    if (region === "column-header") return this.columns[column]?.name;
    const at = Math.floor(row / BLOCK);
    const block = this.#blocks.get(at);
    if (block) return block[column]?.[row - at * BLOCK] ?? null;
    this.#want(at);
    return PENDING;
  }

  /** Whether the rows on the screen are there. */
  get isPending(): boolean {
    return this.#asked.size + this.#wanted.size > 0;
  }

  /** The cells of the first rows, as far as they are there. */
  get firstCells(): Cell[][] | undefined {
    return this.#blocks.get(0);
  }

  /** Shows other rows: forgets those that it has. */
  reset(rows: number): void {
    this.#rows = rows;
    this.#forget();
    this.emitChanged({ type: "model-reset" });
  }

  /** Asks again for what is on the screen. */
  retry(): void {
    this.#forget();
    this.#repaint(0, this.#rows);
  }

  #forget(): void {
    this.#version++;
    this.#blocks.clear();
    this.#wanted.clear();
    this.#asked.clear();
  }

  #want(block: number): void {
    if (this.#asked.has(block) || this.#wanted.has(block)) return;
    if (!this.isPending) this.#options.changed({ pending: true });
    this.#wanted.add(block);
    queueMicrotask(() => this.#ask());
  }

  #ask(): void {
    const { first, last } = this.#options.visible();
    for (const block of this.#wanted) {
      if (this.#asked.size >= AT_ONCE) return;
      this.#wanted.delete(block);
      // Scrolled past while other rows were awaited; painted, it is wanted again.
      const isSeen = (block + 1) * BLOCK > first && block * BLOCK <= last;
      if (isSeen) void this.#fetch(block);
    }
    if (!this.isPending) this.#options.changed({ pending: false });
  }

  async #fetch(block: number): Promise<void> {
    const version = this.#version;
    this.#asked.add(block);
    const from = block * BLOCK;
    const to = Math.min(this.#rows, from + BLOCK);
    let error: string | undefined;
    let reformatted = false;
    try {
      const fetched = await this.#options.fetch(from, to);
      if (version !== this.#version) return;
      if (fetched.reformatted) { // those before have fewer decimals
        this.#blocks.clear();
        reformatted = true;
      }
      this.#blocks.set(block, fetched.cells);
      if (this.#blocks.size > KEPT) this.#blocks.delete(this.#blocks.keys().next().value!);
    } catch (reason) {
      if (version !== this.#version) return;
      error = (reason as Error).message;
    }
    this.#asked.delete(block);
    if (error !== undefined) { // not asked again by itself, which might never end
      this.#wanted.clear();
      this.#options.changed({ pending: this.isPending, error });
      return;
    }
    this.#ask();
    if (reformatted) this.#repaint(0, this.#rows);
    else this.#repaint(from, to);
    this.#options.changed({ pending: this.isPending });
  }

  #repaint(from: number, to: number): void {
    const columnSpan = this.columns.length;
    const place = { row: from, column: 0, rowSpan: to - from, columnSpan };
    this.emitChanged({ type: "cells-changed", region: "body", ...place });
  }
}
