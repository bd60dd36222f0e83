import * as Plot from "@observablehq/plot";
import { cell, checkColumns, nameOf, numbersOf, positionsOf } from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import { decimate, type LinePoint, reducedNote } from "../parts/decimate.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, GREY, type Look, PALETTE, WIDTH } from "../parts/theme.ts";
import { type Clock, utcAxis } from "../parts/utc_axis.ts";
import { axisLabel } from "../parts/labels.ts";
import { numberAxis } from "../parts/number_axis.ts";

/** Columns and labels of {@linkcode line}. */
export interface LineOptions extends Look, Clock {
  /** Column of Dates, ISO text, epoch milliseconds or other numbers. */
  x: string;
  /** Column of numbers; null and NaN are gaps. */
  y: string;
  /** Column of names: a line for each. */
  series?: string;
  /** Unit of `y`, as the axis shows it. */
  unit?: string;
  /** Fills the area below the lines. @default false */
  area?: boolean;
  /** Values from here on are of a bucket that is not over: they are drawn dashed. @default none */
  unfinishedFrom?: Date | number;
}

interface SeriesPoint extends LinePoint {
  series: string;
  shown: string;
}

/** Maximum number of points in a figure, which keeps its SVG below 500 kB. */
const MAX_POINTS = 20_000;

/** The series with the largest sums get colours, the rest is grey under one name. */
function colorsOf(sums: ReadonlyMap<string, number>): { names: string[]; rest: string } {
  const most = PALETTE.length;
  if (sums.size <= most) return { names: [...sums.keys()], rest: "" };
  const names = [...sums].sort((a, b) => b[1] - a[1]).slice(0, most).map(([name]) => name);
  return { names, rest: `${sums.size - most} others` };
}

/**
 * Lines over time or another number. A point between gaps is a dot. Lines with more points than
 * pixels are reduced to the extremes of each pixel column, and the caption says so. With more series than
 * colours, the seven largest are coloured and the others grey.
 */
export function line(data: ChartInput, options: LineOptions): Figure {
  options ??= {} as LineOptions; // Left out in a cell: the message names the columns.
  const rows = rowsOf(data);
  const { x, y, series, unit, area, clock, unfinishedFrom = Infinity, ...look } = options;
  checkColumns("line", rows, { x, y, series });
  if (rows.length === 0) return noRows(look);
  const { kind, positions } = positionsOf(rows, x);
  const values = numbersOf(rows, y);
  const lines = new Map<string, SeriesPoint[]>();
  const sums = new Map<string, number>();
  for (const [i, row] of rows.entries()) {
    const position = positions[i];
    if (position === undefined) continue;
    const name = series === undefined ? y : nameOf(cell(row, series));
    if (!lines.has(name)) lines.set(name, []);
    const at = kind === "name" ? i : Number(position);
    lines.get(name)!.push({ x: at, y: values[i]!, series: name, shown: name });
    sums.set(name, (sums.get(name) ?? 0) + Math.abs(values[i]! || 0));
  }
  if (values.every(Number.isNaN)) return noRows(look, `No values: ${y} is empty in all rows`);
  const { names, rest } = colorsOf(sums);
  const columns = Math.max(
    2,
    Math.min(look.width ?? WIDTH, Math.floor(MAX_POINTS / 4 / lines.size)),
  );
  const points: SeriesPoint[] = [];
  const lone: SeriesPoint[] = [];
  const unfinished: SeriesPoint[] = [];
  for (const own of lines.values()) {
    const kept = decimate(own.toSorted((a, b) => a.x - b.x), columns);
    for (const [i, point] of kept.entries()) {
      if (rest && !names.includes(point.series)) point.shown = rest;
      if (point.x < +unfinishedFrom) points.push(point);
      else {
        // From the last point of the line on.
        const before = kept[i - 1];
        if (before && before.x < +unfinishedFrom) unfinished.push(before);
        unfinished.push(point);
      }
      const alone = (at: number) => Number.isNaN(kept[at]?.y ?? NaN);
      if (!Number.isNaN(point.y) && alone(i - 1) && alone(i + 1)) lone.push(point);
    }
  }
  // Grey first, so that colours lie above it.
  const greyFirst = (a: SeriesPoint, b: SeriesPoint) =>
    Number(b.shown === rest) - Number(a.shown === rest);
  points.sort(greyFirst);
  unfinished.sort(greyFirst);
  const { margin, scale } = numberAxis(values);
  const at = kind === "time" ? (point: SeriesPoint) => new Date(point.x) : "x";
  // By the scale, too, if all series have the names of colours: Plot would take these for the colours.
  const colour = { value: "shown", scale: true } as const;
  const channels = { x: at, y: "y", z: "series", stroke: colour } as const;
  const domain = rest ? [...names, rest] : names;
  const named = kind === "name"
    ? { position: { value: ({ x }: SeriesPoint) => positions[x], label: x } }
    : {};
  // Of the grey lines too, each has its name.
  const others = rest ? { series: { value: "series", label: series } } : {};
  const tip = {
    channels: { ...named, ...others } as Record<string, Plot.ChannelValue>,
    tip: { format: kind === "name" ? { position: true, x: false } : {} },
  };
  const all = [...lines.values()].reduce((sum, { length }) => sum + length, 0);
  const drawn = Math.min(all, points.length + unfinished.length);
  return dressed({
    ariaLabel: `${y} by ${x}`,
    caption: reducedNote(drawn, all),
    marginLeft: margin,
    marginRight: 24,
    x: kind === "time" ? utcAxis(x, { clock }) : {
      label: x,
      tickFormat: kind === "name" ? (i: number) => String(positions[i] ?? "") : undefined,
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
        ? [
          Plot.areaY([...points, ...unfinished], {
            x: at,
            // From 0, as the lines: areas on top of each other would not end at them.
            y1: 0,
            y2: "y",
            z: "series",
            fill: colour,
            fillOpacity: 0.2,
          }),
        ]
        : []),
      Plot.line(points, { ...channels, ...tip, strokeWidth: rest ? 1.2 : 1.6 }),
      ...(unfinished.length > 0
        ? [Plot.line(unfinished, { ...channels, ...tip, strokeWidth: 1.6, strokeDasharray: "2,4" })]
        : []),
      ...(lone.length > 0
        ? [Plot.dot(lone, { x: at, y: "y", fill: colour, r: lone.length > 500 ? 1 : 2.5 })]
        : []),
    ],
  }, look);
}
