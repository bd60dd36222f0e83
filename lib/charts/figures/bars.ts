import { type Bar, columnsAlong, horizontalBars, verticalBars } from "../parts/bar_layouts.ts";
import { checkColumns, numbersOf, type Place, placesOf, type Rows } from "../parts/chart_rows.ts";
import type { Figure } from "../draw.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look } from "../parts/theme.ts";
import { full } from "../parts/labels.ts";

/** Columns and words of a bar figure. */
export interface BarsOptions extends Look {
  /** Column of names, times or numbers: a bar for each. */
  x: string;
  /** Column of numbers; rows of one name are summed. */
  y: string;
  /** Order of the bars. @default "value" for names, "name" for times and numbers */
  sort?: "value" | "name" | "none";
  /** The most bars of names. @default 20 */
  top?: number;
  /** Bars to the right, names at the left. @default true for names */
  horizontal?: boolean;
  /** Unit of `y`, as the axis shows it. */
  unit?: string;
}

function summed(places: readonly (Place | undefined)[], values: readonly number[]): Bar[] {
  const bars = new Map<string | number, Bar>();
  for (const [i, place] of places.entries()) {
    const value = values[i]!;
    if (place === undefined || Number.isNaN(value)) continue;
    const key = place instanceof Date ? place.getTime() : place;
    const bar = bars.get(key);
    if (bar) bar.value += value;
    else bars.set(key, { place, name: String(place), value });
  }
  return [...bars.values()];
}

/**
 * Bars of a number by name (labelled with the number, the largest at the top), or by time or
 * number. Says below how many names are left out.
 */
export function bars(rows: Rows, options: BarsOptions): Figure {
  const { x, y, top = 20 } = options;
  checkColumns("bars", rows, { x, y });
  if (rows.length === 0) return noRows(options);
  const { kind, places } = placesOf(rows, x);
  const all = summed(places, numbersOf(rows, y));
  if (all.length === 0) return noRows(options, `No values: ${y} is empty in all rows`);
  const { sort = kind === "name" ? "value" : "name", horizontal = kind === "name" } = options;
  if (kind !== "name" && !horizontal) {
    return dressed({
      ariaLabel: `${y} by ${x}`,
      ...columnsAlong(all, { ...options, time: kind === "time" }),
    }, options);
  }
  if (sort === "value") all.sort((a, b) => b.value - a.value);
  if (sort === "name") all.sort((a, b) => a.place < b.place ? -1 : 1);
  const shown = all.slice(0, top);
  if (kind === "time") { for (const bar of shown) bar.name = (bar.place as Date).toISOString(); }
  return dressed({
    ariaLabel: `${y} by ${x}`,
    caption: shown.length < all.length
      ? `${shown.length} of ${full(all.length)} ${x} values are shown`
      : undefined,
    ...(horizontal ? horizontalBars : verticalBars)(shown, options),
  }, options);
}
