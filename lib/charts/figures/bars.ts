import {
  type Bar,
  type BarAxes,
  columnsAlong,
  horizontalBars,
  verticalBars,
} from "../parts/bar_layouts.ts";
import { type AxisPosition, checkColumns, numbersOf, positionsOf } from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look } from "../parts/theme.ts";
import { rounded } from "../../numbers.ts";

/** Columns and labels of {@linkcode bars}. */
export interface BarsOptions extends Look, BarAxes {
  /** Order of the bars. @default "value" for names, "name" for times and numbers */
  sort?: "value" | "name" | "none";
  /** Maximum number of named bars. @default 20 */
  top?: number;
  /** Bars extend to the right, with names on the left. @default true for names */
  horizontal?: boolean;
}

function summed(
  positions: readonly (AxisPosition | undefined)[],
  values: readonly number[],
): Bar[] {
  const bars = new Map<string | number, Bar>();
  for (const [i, position] of positions.entries()) {
    const value = values[i]!;
    if (position === undefined || Number.isNaN(value)) continue;
    const key = position instanceof Date ? position.getTime() : position;
    const bar = bars.get(key);
    if (bar) bar.value += value;
    else bars.set(key, { position, name: String(position), value });
  }
  return [...bars.values()];
}

/**
 * Bars of a number by name (labelled with the number, the largest at the top), or by time or
 * number. The caption says how many names are left out.
 */
export function bars(data: ChartInput, options: BarsOptions): Figure {
  options ??= {} as BarsOptions; // Left out in a cell: the message names the columns.
  const rows = rowsOf(data);
  const { x, y, top = 20 } = options;
  checkColumns("bars", rows, { x, y });
  if (rows.length === 0) return noRows(options);
  const { kind, positions } = positionsOf(rows, x);
  const all = summed(positions, numbersOf(rows, y));
  if (all.length === 0) return noRows(options, `No values: ${y} is empty in all rows`);
  const { sort = kind === "name" ? "value" : "name", horizontal = kind === "name" } = options;
  if (kind !== "name" && !horizontal) {
    return dressed({
      ariaLabel: `${y} by ${x}`,
      ...columnsAlong(all, { ...options, time: kind === "time" }),
    }, options);
  }
  if (sort === "value") all.sort((a, b) => b.value - a.value);
  if (sort === "name") all.sort((a, b) => a.position < b.position ? -1 : 1);
  const shown = all.slice(0, top);
  if (kind === "time") { for (const bar of shown) bar.name = (bar.position as Date).toISOString(); }
  return dressed({
    ariaLabel: `${y} by ${x}`,
    caption: shown.length < all.length
      ? `${shown.length} of ${rounded(all.length)} ${x} values are shown`
      : undefined,
    ...(horizontal ? horizontalBars : verticalBars)(shown, options),
  }, options);
}
