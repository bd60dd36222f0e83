import { exact } from "../../numbers.ts";

/** A point of a line; `y` is NaN in a gap. */
export interface LinePoint {
  x: number;
  y: number;
}

/**
 * Fewer points that draw the same line: for each pixel column the first, lowest, highest and last
 * point, and one gap if there is any ("M4", Jugel et al., VLDB 2014).
 *
 * @param points Sorted by `x`.
 * @param columns Width of the picture in pixels.
 */
export function decimate<P extends LinePoint>(points: readonly P[], columns: number): readonly P[] {
  if (points.length <= columns * 4) return points;
  const start = points[0]!.x;
  const wide = (points.at(-1)!.x - start) / columns || 1;
  const kept: P[] = [];
  for (let from = 0; from < points.length;) {
    const column = Math.min(columns - 1, Math.floor((points[from]!.x - start) / wide));
    let [low, high, last, gap] = [-1, -1, -1, -1];
    let first = -1;
    let i = from;
    for (; i < points.length; i++) {
      const { x, y } = points[i]!;
      if (Math.min(columns - 1, Math.floor((x - start) / wide)) !== column) break;
      if (Number.isNaN(y)) {
        if (gap < 0) gap = i;
        continue;
      }
      if (first < 0) first = i;
      if (low < 0 || y < points[low]!.y) low = i;
      if (high < 0 || y > points[high]!.y) high = i;
      last = i;
    }
    const chosen = new Set([first, low, high, last, gap].filter((at) => at >= 0));
    for (const at of [...chosen].sort((a, b) => a - b)) kept.push(points[at]!);
    from = i;
  }
  return kept;
}

/**
 * The caption of a picture whose points were reduced: zooming shows no others. Undefined if all are
 * drawn.
 */
export function reducedNote(drawn: number, all: number): string | undefined {
  if (drawn >= all) return undefined;
  return `${exact(drawn)} of ${
    exact(all)
  } points are drawn, with the extremes of each pixel column; ` +
    "for the others, chart a shorter range";
}
