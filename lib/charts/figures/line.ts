import * as Plot from "@observablehq/plot";
import { cell, checkColumns, nameOf, numbersOf, placesOf, type Rows } from "../parts/chart_rows.ts";
import { decimate, type Point } from "../parts/decimate.ts";
import type { Figure } from "../draw.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, GREY, type Look, PALETTE, WIDTH } from "../parts/theme.ts";
import { utcAxis } from "../parts/utc_axis.ts";
import { axisLabel, numberAxis } from "../parts/labels.ts";

/** Columns and words of a line figure. */
export interface LineOptions extends Look {
  /** Column of Dates, ISO text, epoch milliseconds or other numbers. */
  x: string;
  /** Column of numbers; null and NaN are gaps. */
  y: string;
  /** Column of names: a line for each. */
  series?: string;
  /** Unit of `y`, as the axis shows it. */
  unit?: string;
  /** Fill the ground below a single line. @default false */
  area?: boolean;
}

interface SeriesPoint extends Point {
  series: string;
  shown: string;
}

/** All the points that a figure may have, to keep its SVG below 500 kB. */
const MOST_POINTS = 20_000;

/** Series with the largest sums in colours, the rest in grey under one name. */
function colorsOf(sums: ReadonlyMap<string, number>): { names: string[]; rest: string } {
  const most = PALETTE.length;
  if (sums.size <= most) return { names: [...sums.keys()], rest: "" };
  const names = [...sums].sort((a, b) => b[1] - a[1]).slice(0, most).map(([name]) => name);
  return { names, rest: `${sums.size - most} others` };
}

/**
 * Lines over time or another number. A point between gaps is a dot. Lines with more points than
 * pixels are thinned to the lowest and highest of each pixel column. With more series than
 * colours, the largest seven are in colour and the others grey.
 */
export function line(rows: Rows, { x, y, series, unit, area, ...look }: LineOptions): Figure {
  checkColumns("line", rows, { x, y, series });
  if (rows.length === 0) return noRows(look);
  const { kind, places } = placesOf(rows, x);
  const values = numbersOf(rows, y);
  const lines = new Map<string, SeriesPoint[]>();
  const sums = new Map<string, number>();
  for (const [i, row] of rows.entries()) {
    const place = places[i];
    if (place === undefined) continue;
    const name = series === undefined ? y : nameOf(cell(row, series));
    if (!lines.has(name)) lines.set(name, []);
    const at = kind === "name" ? i : Number(place);
    lines.get(name)!.push({ x: at, y: values[i]!, series: name, shown: name });
    sums.set(name, (sums.get(name) ?? 0) + Math.abs(values[i]! || 0));
  }
  if (values.every(Number.isNaN)) return noRows(look, `No values: ${y} is empty in all rows`);
  const { names, rest } = colorsOf(sums);
  const columns = Math.max(
    2,
    Math.min(look.width ?? WIDTH, Math.floor(MOST_POINTS / 4 / lines.size)),
  );
  const points: SeriesPoint[] = [];
  const lone: SeriesPoint[] = [];
  for (const own of lines.values()) {
    const kept = decimate(own.toSorted((a, b) => a.x - b.x), columns);
    for (const [i, point] of kept.entries()) {
      if (rest && !names.includes(point.series)) point.shown = rest;
      points.push(point);
      const alone = (at: number) => Number.isNaN(kept[at]?.y ?? NaN);
      if (!Number.isNaN(point.y) && alone(i - 1) && alone(i + 1)) lone.push(point);
    }
  }
  // Grey first, so that colours lie above it.
  points.sort((a, b) => Number(b.shown === rest) - Number(a.shown === rest));
  const { margin, scale } = numberAxis(values);
  const at = kind === "time" ? (point: SeriesPoint) => new Date(point.x) : "x";
  const channels = { x: at, y: "y", z: "series", stroke: "shown" } as const;
  const domain = rest ? [...names, rest] : names;
  return dressed({
    ariaLabel: `${y} by ${x}`,
    marginLeft: margin,
    marginRight: 24,
    x: kind === "time" ? utcAxis(x) : {
      label: x,
      tickFormat: kind === "name" ? (i: number) => String(places[i] ?? "") : undefined,
    },
    y: { grid: true, nice: true, label: axisLabel(y, unit), ...scale },
    color: {
      type: "ordinal",
      domain,
      range: domain.map((name) => name === rest ? GREY : PALETTE[names.indexOf(name)]!),
      legend: series !== undefined,
    },
    marks: [
      ...(area
        ? [Plot.areaY(points, { x: at, y: "y", z: "series", fill: "shown", fillOpacity: 0.2 })]
        : []),
      Plot.line(points, { ...channels, strokeWidth: rest ? 1.2 : 1.6 }),
      ...(lone.length > 0
        ? [Plot.dot(lone, { x: at, y: "y", fill: "shown", r: lone.length > 500 ? 1 : 2.5 })]
        : []),
    ],
  }, look);
}
