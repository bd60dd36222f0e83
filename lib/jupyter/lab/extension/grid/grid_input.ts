/// <reference lib="dom" />
import { BasicKeyHandler, BasicMouseHandler, type DataGrid } from "@lumino/datagrid";
import { HEADER_HEIGHT, MENU_WIDTH } from "./grid_style.ts";

/** What a person does with a grid, apart from scrolling and selecting. */
export interface GridActions {
  /** Sorts by a column, or no longer. */
  sort(column: number): void;
  /** Opens a column's menu. */
  menu(column: number, at: { x: number; y: number }): void;
  copy(): void;
}

/** A click on a header sorts, on its dots opens its menu, a drag of its edge sets its width. */
export class GridMouse extends BasicMouseHandler {
  #actions: GridActions;

  constructor(actions: GridActions) {
    super();
    this.#actions = actions;
  }

  override onMouseHover(grid: DataGrid, event: MouseEvent): void {
    super.onMouseHover(grid, event);
    if (inHeader(grid, event)) grid.viewport.node.style.cursor = "pointer";
  }

  override onMouseDown(grid: DataGrid, event: MouseEvent): void {
    const hit = inHeader(grid, event);
    if (!hit) return super.onMouseDown(grid, event);
    if (event.button !== 0) return;
    if (hit.x > hit.width - MENU_WIDTH) {
      this.#actions.menu(hit.column, {
        x: event.clientX - hit.x,
        y: event.clientY + hit.height - hit.y,
      });
    } else this.#actions.sort(hit.column);
  }
}

/** The part of a header that is not its edges. */
function inHeader(grid: DataGrid, { clientX, clientY }: MouseEvent) {
  const hit = grid.hitTest(clientX, clientY);
  const isEdge = hit.column > 0 && hit.x <= 5 || hit.width - hit.x <= 6;
  return hit.region === "column-header" && !isEdge ? hit : undefined;
}

/** Home and End for rows, with Ctrl for the table; Ctrl+C in full; Alt+ArrowDown for a column's menu. */
export class GridKeys extends BasicKeyHandler {
  #actions: GridActions;

  constructor(actions: GridActions) {
    super();
    this.#actions = actions;
  }

  override onKeyDown(grid: DataGrid, event: KeyboardEvent): void {
    const { key } = event;
    const accel = event.ctrlKey || event.metaKey;
    const cursor = grid.selectionModel!;
    const [row, column] = [Math.max(0, cursor.cursorRow), Math.max(0, cursor.cursorColumn)];
    const lastRow = Math.max(0, grid.rowCount("body") - 1);
    const lastColumn = grid.columnCount("body") - 1;
    if (key === "Home" || key === "End") {
      const toRow = accel ? key === "Home" ? 0 : lastRow : row;
      select(grid, event, {
        row: toRow,
        column: key === "Home" ? 0 : lastColumn,
        from: { row, column },
      });
    } else if (accel && key.toLowerCase() === "a") {
      cursor.select({
        ...{ r1: 0, c1: 0, r2: lastRow, c2: lastColumn, cursorRow: row, cursorColumn: column },
        clear: "all",
      });
    } else if (key === "ArrowDown" && event.altKey) {
      const { left, top } = grid.viewport.node.getBoundingClientRect();
      const x = grid.headerWidth + grid.columnOffset("body", column) - grid.scrollX;
      this.#actions.menu(column, { x: left + x, y: top + HEADER_HEIGHT });
    } else if (cursor.cursorRow < 0 && key.startsWith("Arrow")) {
      select(grid, event, { row: grid.rowAt("body", grid.scrollY), column: 0 });
    } else return super.onKeyDown(grid, event);
    event.preventDefault();
    event.stopPropagation();
  }

  protected override onKeyC(_grid: DataGrid, event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#actions.copy();
  }
}

function select(
  grid: DataGrid,
  { shiftKey }: KeyboardEvent,
  { row, column, from }: { row: number; column: number; from?: { row: number; column: number } },
): void {
  const start = shiftKey && from ? from : { row, column };
  grid.selectionModel!.select({
    ...{ r1: start.row, c1: start.column, r2: row, c2: column },
    ...{ cursorRow: start.row, cursorColumn: start.column, clear: "all" },
  });
  grid.scrollToCell(row, column);
}
