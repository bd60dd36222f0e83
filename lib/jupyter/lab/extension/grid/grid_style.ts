/// <reference lib="dom" />
import { CellRenderer, type DataGrid, type GraphicsContext, TextRenderer } from "@lumino/datagrid";
import { type GridModel, PENDING } from "./grid_model.ts";

/** Height of a row and of the header, in pixels. */
export const ROW_HEIGHT = 22;
export const HEADER_HEIGHT = 40;
/** Width of the place in a header that opens its menu. */
export const MENU_WIDTH = 24;

const FONT = "12px system-ui, sans-serif";
const BOLD = "600 12px system-ui, sans-serif";
const SMALL = "11px system-ui, sans-serif";

/** The colours of JupyterLab's theme, light or dark. */
export function themeColors() {
  const style = getComputedStyle(document.body);
  const color = (name: string, fallback: string) =>
    style.getPropertyValue(`--jp-${name}`).trim() || fallback;
  return {
    back: color("layout-color0", "#fff"),
    head: color("layout-color1", "#fff"),
    line: color("border-color2", "#e0e0e0"),
    text: color("content-font-color1", "#212121"),
    dim: color("content-font-color2", "#757575"),
    brand: color("brand-color1", "#1976d2"),
  };
}

type Colors = ReturnType<typeof themeColors>;

/** Gives a grid the colours of the theme. */
export function styleGrid(grid: DataGrid, model: GridModel): void {
  const colors = themeColors();
  const fill = `color-mix(in srgb, ${colors.brand} 18%, transparent)`;
  grid.style = {
    voidColor: colors.back,
    backgroundColor: colors.back,
    gridLineColor: colors.line,
    headerBackgroundColor: colors.head,
    headerGridLineColor: colors.line,
    selectionFillColor: fill,
    selectionBorderColor: colors.brand,
    cursorBorderColor: colors.brand,
    cursorFillColor: "transparent",
    headerSelectionFillColor: fill,
    headerSelectionBorderColor: "transparent",
    scrollShadow: { size: 4, color1: "#0003", color2: "#0001", color3: "#0000" },
  };
  const numeric = (column: number) => model.columns[column]?.numeric === true;
  const hasValue = (value: unknown) => value !== null && value !== PENDING;
  const body = new CellText({
    backgroundColor: colors.back,
    font: ({ value }) => value === null ? `italic ${FONT}` : FONT,
    textColor: ({ value }) => hasValue(value) ? colors.text : colors.dim,
    horizontalAlignment: ({ column }) => numeric(column) ? "right" : "left",
    format: ({ value }) => value === null ? "null" : value === PENDING ? "…" : String(value),
  });
  const rowNumber = new CellText({
    backgroundColor: colors.head,
    font: SMALL,
    textColor: colors.dim,
    horizontalAlignment: "right",
  });
  grid.cellRenderers.update({
    "body": body,
    "row-header": rowNumber,
    "corner-header": rowNumber,
    "column-header": new HeaderRenderer(model, colors),
  });
}

/** Draws a text within its cell: Lumino leaves that to the copy that `drawDirectly` saves. */
class CellText extends TextRenderer {
  override paint(gc: GraphicsContext, config: CellRenderer.CellConfig): void {
    keepWithin(gc, config);
    super.paint(gc, config);
  }
}

function keepWithin(gc: GraphicsContext, { x, y, width, height }: CellRenderer.CellConfig): void {
  gc.beginPath();
  gc.rect(x, y, width, height);
  gc.clip();
}

/** Draws a column's name, type, order and filter, and the place that opens its menu. */
class HeaderRenderer extends CellRenderer {
  #model: GridModel;
  #colors: Colors;

  constructor(model: GridModel, colors: Colors) {
    super();
    this.#model = model;
    this.#colors = colors;
  }

  paint(gc: GraphicsContext, config: CellRenderer.CellConfig): void {
    const { x, y, width, height, column } = config;
    keepWithin(gc, config);
    const { columns, view: { sort, filters } } = this.#model;
    const { name, type } = columns[column]!;
    const { text, dim, brand, head } = this.#colors;
    gc.fillStyle = head;
    gc.fillRect(x, y, width, height);
    const arrow = sort?.column !== name ? "" : sort.descending ? " ▼" : " ▲";
    const filter = filters.some((filter) => filter.column === name) ? " ●" : "";
    const room = width - 8 - MENU_WIDTH;
    gc.textBaseline = "middle";
    gc.textAlign = "left";
    gc.font = BOLD;
    const marks = arrow + filter;
    const marksWidth = marks === "" ? 0 : gc.measureText(marks).width;
    const shown = cut(name, room - marksWidth, (text) => gc.measureText(text).width);
    gc.fillStyle = text;
    gc.fillText(shown, x + 8, y + 13);
    gc.fillStyle = brand;
    gc.fillText(marks, x + 8 + gc.measureText(shown).width, y + 13);
    gc.font = SMALL;
    gc.fillStyle = dim;
    gc.fillText(cut(type, room, (text) => gc.measureText(text).width), x + 8, y + 29);
    gc.font = BOLD;
    gc.fillText("⋮", x + width - 16, y + 20);
  }
}

function cut(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text;
  let length = text.length;
  while (length > 1 && widthOf(`${text.slice(0, length)}…`) > room) length--;
  return `${text.slice(0, length)}…`;
}

/** Makes each column as wide as its header and its first cells need, within limits. */
export function fitColumns(grid: DataGrid, model: GridModel): void {
  const context = document.createElement("canvas").getContext("2d")!;
  const widthOf = (text: string, font: string) => {
    context.font = font;
    return context.measureText(text).width;
  };
  model.columns.forEach(({ name, type }, column) => {
    const head = Math.max(widthOf(`${name} ▼ ●`, BOLD), widthOf(type, SMALL)) + MENU_WIDTH;
    const cells = model.firstCells?.[column] ?? [];
    const widest = cells.reduce((most, cell) => Math.max(most, widthOf(cell ?? "null", FONT)), 0);
    const size = Math.ceil(Math.min(360, Math.max(56, head, widest + 8)) + 12);
    grid.resizeColumn("body", column, size);
  });
  const last = model.rowCount("body").toLocaleString("en");
  grid.resizeColumn("row-header", 0, Math.ceil(widthOf(last, SMALL)) + 20);
}

/** The rules for all but the cells, which are drawn on a canvas. */
export const GRID_CSS = `
.trb-grid{font:12px system-ui,sans-serif;color:var(--jp-content-font-color1);padding:0;overflow:visible;position:relative}
.trb-grid-bar{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;min-height:22px;margin:2px 0 4px;font-size:13px}
.trb-grid-status{display:contents}
.trb-grid-bar input{font:12px system-ui,sans-serif;width:9em;margin-left:auto;color:inherit;background:var(--jp-layout-color0);border:1px solid var(--jp-border-color2);border-radius:3px;padding:1px 4px;text-align:right}
.trb-grid-bar .dim{opacity:.7}
.trb-grid-bar .error{color:var(--jp-error-color1)}
.trb-grid button{font:inherit;color:inherit;background:var(--jp-layout-color2);border:1px solid var(--jp-border-color1);border-radius:3px;padding:1px 6px;cursor:pointer}
.trb-grid button:focus-visible,.trb-grid .lm-DataGrid:focus-visible{outline:2px solid var(--jp-brand-color1);outline-offset:-1px}
.trb-grid .lm-DataGrid{border:1px solid var(--jp-border-color2);min-height:64px}
.trb-grid-menu{position:absolute;z-index:20;width:270px;padding:10px;background:var(--jp-layout-color1);border:1px solid var(--jp-border-color1);border-radius:4px;box-shadow:0 4px 14px #0005;display:grid;gap:8px}
.trb-grid-menu form{display:grid;gap:6px}
.trb-grid-menu .row{display:flex;gap:6px;flex-wrap:wrap}
.trb-grid-menu select,.trb-grid-menu input{font:inherit;color:var(--jp-content-font-color1);background:var(--jp-layout-color0);border:1px solid var(--jp-border-color1);border-radius:3px;padding:2px 4px;box-sizing:border-box;width:100%}
.trb-grid-menu .row input{flex:1;min-width:80px;width:auto}
.trb-grid-menu dl{width:100%;display:grid;grid-template-columns:auto 1fr;gap:1px 10px;margin:0}
.trb-grid-menu dt{font-weight:400;opacity:.7}
.trb-grid-menu dd{margin:0;width:auto;text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.trb-grid-menu svg{display:block;width:100%;height:44px;fill:var(--jp-brand-color1)}
.trb-grid-menu .ends{display:flex;justify-content:space-between;font-size:11px;opacity:.8}
.trb-grid-note,.trb-grid-below{opacity:.75;font-size:13px;margin:2px 0}`;
