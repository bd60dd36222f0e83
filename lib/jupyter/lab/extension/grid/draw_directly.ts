/// <reference lib="dom" />
import type { DataGrid } from "@lumino/datagrid";

/** Members of Lumino's grid 2.x that its types hide. */
interface Internals {
  _canvasGC: CanvasRenderingContext2D;
  _bufferGC: CanvasRenderingContext2D;
  _drawCells(region: Region): void;
  _blitContent(source: HTMLCanvasElement, ...place: number[]): void;
}

/** The visible bounds of what is drawn, in pixels of the viewport, inclusive. */
interface Region {
  xMin: number;
  xMax: number;
  yMin: number;
  yMax: number;
}

/**
 * Makes a grid draw its cells straight onto the canvas. Lumino draws each on a second canvas and
 * copies it from there, which cuts off what is too long. Without a graphics card the browser copies
 * the whole second canvas each time, 1.2 ms a cell: 15 rows of 7 columns took 130 ms, and twice for each
 * jump.
 *
 * The cells' renderers must then draw their background and stay within their cell. A grid with other
 * internals draws as Lumino does.
 */
export function drawDirectly(grid: DataGrid): void {
  const inner = grid as unknown as Internals;
  const { _drawCells: drawCells, _blitContent: blit } = inner;
  if (!drawCells || !blit || !inner._canvasGC || !inner._bufferGC) return;
  let isDrawing = false;
  inner._drawCells = (region) => {
    const { _canvasGC: canvas, _bufferGC: buffer } = inner;
    const { xMin, xMax, yMin, yMax } = region;
    canvas.save();
    canvas.beginPath();
    canvas.rect(xMin, yMin, xMax - xMin + 1, yMax - yMin + 1);
    canvas.clip();
    inner._bufferGC = canvas;
    isDrawing = true;
    try {
      drawCells.call(grid, region);
    } finally {
      isDrawing = false;
      inner._bufferGC = buffer;
      canvas.restore();
    }
  };
  inner._blitContent = (...place) => {
    if (!isDrawing) blit.apply(grid, place);
  };
}
