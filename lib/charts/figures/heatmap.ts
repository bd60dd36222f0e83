import * as Plot from "@observablehq/plot";
import {
  type AxisPosition,
  cell,
  checkColumns,
  nameOf,
  numbersOf,
  positionsOf,
} from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look, WIDTH } from "../parts/theme.ts";
import { type Clock, utcAxis } from "../parts/utc_axis.ts";
import { axisLabel, shortened, textWidth, wrapped } from "../parts/labels.ts";
import { compact, labelFormat } from "../../numbers.ts";

/** Columns and labels of {@linkcode heatmap}. */
export interface HeatmapOptions extends Look, Clock {
  /** Column of times, numbers (hours) or names. */
  x: string;
  /** Column of names or numbers. */
  y: string;
  /** Column of numbers; rows of one cell are summed. */
  value: string;
  /** Unit of `value`, as the legend shows it. */
  unit?: string;
  /** Maximum number of rows; those with the largest sums are kept. @default 40 */
  top?: number;
  /** Colours by the square root, so that few large cells do not hide the rest. @default false */
  sqrt?: boolean;
  /** Numbers from here on have one colour, so that a few large ones do not hide the rest. */
  max?: number;
}

interface HeatCell {
  x: AxisPosition;
  y: string;
  value: number;
}

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** Numbers by size, weekdays from Monday, other names by sum, largest first. */
function ordered(sums: ReadonlyMap<string, number>): string[] {
  const names = [...sums.keys()];
  const day = (name: string) =>
    name.length < 2 ? -1 : DAYS.findIndex((full) => full.startsWith(name.toLowerCase()));
  if (names.every((name) => !Number.isNaN(Number(name)))) {
    return names.sort((a, b) => Number(a) - Number(b));
  }
  if (names.every((name) => day(name) >= 0)) return names.sort((a, b) => day(a) - day(b));
  return names.sort((a, b) => sums.get(b)! - sums.get(a)!);
}

/**
 * A number by time (or hour, or name) and category: a colour for each cell, no cell if there is no
 * value. The colour scheme is viridis, which colour-blind people can read too.
 */
export function heatmap(data: ChartInput, options: HeatmapOptions): Figure {
  options ??= {} as HeatmapOptions; // Left out in a cell: the message names the columns.
  const rows = rowsOf(data);
  const { x, y, value, unit, max, top = 40, sqrt = false, width = WIDTH } = options;
  checkColumns("heatmap", rows, { x, y, value });
  if (rows.length === 0) return noRows(options);
  const { kind, positions } = positionsOf(rows, x);
  const values = numbersOf(rows, value);
  const cells = new Map<string, HeatCell>();
  const [sums, sumsOfX] = [new Map<string, number>(), new Map<string, number>()];
  for (const [i, row] of rows.entries()) {
    const [position, name, number] = [positions[i], nameOf(cell(row, y)), values[i]!];
    if (position === undefined || Number.isNaN(number)) continue;
    const key = `${Number(position) || position}\u0000${name}`;
    const known = cells.get(key);
    if (known) known.value += number;
    else {cells.set(key, {
        x: kind === "number" ? String(position) : position,
        y: name,
        value: number,
      });}
    sums.set(name, (sums.get(name) ?? 0) + number);
    sumsOfX.set(String(position), (sumsOfX.get(String(position)) ?? 0) + number);
  }
  if (cells.size === 0) return noRows(options, `No values: ${value} is empty in all rows`);
  const largest = new Set([...sums].sort((a, b) => b[1] - a[1]).slice(0, top).map(([y]) => y));
  const names = ordered(sums).filter((name) => largest.has(name));
  const shown = [...cells.values()].filter((cell) => largest.has(cell.y));
  const label = (name: string) => shortened(name, Math.min(220, width / 3));
  const marginLeft = Math.ceil(Math.max(20, ...names.map((name) => textWidth(label(name)))) + 22);
  const [low, high] = shown.reduce(
    ([low, high], { value }) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  ) as [number, number];
  const bent = (value: number) => sqrt ? Math.sqrt(Math.max(0, value)) : value;
  const most = max ?? high;
  const share = (value: number) =>
    (bent(Math.min(value, most)) - bent(low)) / (bent(most) - bent(low) || 1);
  const common = {
    y: "y",
    fill: "value",
    inset: shown.length > 2000 || sumsOfX.size > 80 ? 0 : 0.5,
    channels: { row: { value: "y", label: y }, column: { value: "x", label: x } },
    tip: { format: { row: true, column: true, x: false, y: false } },
  } as const;
  const figure: Figure = {
    ariaLabel: `${value} by ${x} and ${y}`,
    marginLeft,
    marginRight: 24,
    y: {
      label: y,
      labelAnchor: "top",
      labelArrow: "none",
      domain: names,
      tickFormat: label,
      tickSize: 0,
      padding: 0.04,
    },
    color: {
      type: sqrt ? "sqrt" : "linear",
      scheme: "viridis",
      ...(max === undefined ? {} : { domain: [Math.min(low, max), max], clamp: true }),
      label: axisLabel(value, unit),
      legend: true,
    },
    caption: names.length < sums.size
      ? `${names.length} of ${sums.size} ${y} values are shown`
      : undefined,
  };
  const tall = 60 + names.length * (names.length > 20 ? 16 : 24);
  if (kind === "time") {
    const at = [...new Set(shown.map((cell) => Number(cell.x)))].sort((a, b) => a - b);
    let step = Infinity;
    for (let i = 1; i < at.length; i++) step = Math.min(step, at[i]! - at[i - 1]!);
    if (step === Infinity) step = 60_000;
    return dressed({
      ...figure,
      height: tall,
      x: { ...utcAxis(x, options), tickSpacing: 100 },
      marks: [
        Plot.barX(shown, {
          ...common,
          x1: "x",
          x2: (cell: HeatCell) => new Date(Number(cell.x) + step),
        }),
      ],
    }, options);
  }
  const domain = ordered(sumsOfX);
  const written = Math.max(high, -low) < 10_000
    ? labelFormat(shown.map(({ value }) => value))
    : compact;
  const room = (width - marginLeft - 24) / domain.length;
  const wide = Math.max(...domain.map((name) => textWidth(name))) + 4;
  // Names of several words stand in lines, as long as each word fits.
  const lines = kind === "name" && wide > room && room >= 36 &&
      domain.every((name) => name.split(" ").every((word) => textWidth(word) + 4 <= room))
    ? Math.max(...domain.map((name) => wrapped(name, room - 4).length))
    : 1;
  const turned = kind === "name" && wide > room && lines === 1;
  // One tick in this many, if there is no room for all.
  const every = Math.ceil((turned ? 12 : kind === "number" ? wide : room) / room);
  const below = turned ? Math.min(wide, 140) : 12 * (lines - 1);
  return dressed({
    ...figure,
    height: tall + below,
    marginBottom: turned ? below + 16 : 36 + below,
    x: {
      type: "band",
      label: turned ? null : x,
      domain,
      ticks: domain.filter((_, i) => i % every === 0),
      tickRotate: turned ? -90 : 0,
      tickFormat: (name: string) =>
        lines > 1 ? wrapped(name, room - 4).join("\n") : shortened(name, turned ? 140 : wide),
      tickSize: 0,
      padding: 0.04,
    },
    marks: [
      Plot.cell(shown, { ...common, x: "x" }),
      ...(room >= 34 && shown.length <= 200
        ? [
          Plot.text(shown, {
            x: "x",
            y: "y",
            text: (cell: HeatCell) => written(cell.value),
            // Viridis is dark at its lower end; white shows up to a little below its middle.
            fill: (cell: HeatCell) => share(cell.value) < 0.45 ? "#ffffff" : "#000000",
            fontSize: 10,
            pointerEvents: "none",
          }),
        ]
        : []),
    ],
  }, options);
}
