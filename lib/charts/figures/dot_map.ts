import * as Plot from "@observablehq/plot";
import { cell, checkColumns, nameOf, numbersOf } from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look, PALETTE } from "../parts/theme.ts";
import { axisLabel, shortened, textWidth } from "../parts/labels.ts";
import { compact } from "../../numbers.ts";

/** Columns and labels of {@linkcode dotMap}. */
export interface DotMapOptions extends Look {
  /** Column of latitudes, degrees. */
  lat: string;
  /** Column of longitudes, degrees. */
  lon: string;
  /** Column of numbers: the area of the dot. */
  value: string;
  /** Column of names, written over the largest dots if there is room. @default the numbers */
  label?: string;
  /** Maximum number of names. @default 8 */
  named?: number;
  /** Unit of `value`. */
  unit?: string;
  /** Number of a dot of the largest size, to compare pictures. @default the largest number */
  max?: number;
  /** Corners of the picture, degrees: `[[west, south], [east, north]]`. @default those of the dots */
  bounds?: Bounds;
}

type Bounds = [[west: number, south: number], [east: number, north: number]];

/** Around the dots, with room for half of the largest, pixels. */
const MARGIN = 38;

interface Dot {
  lat: number;
  lon: number;
  value: number;
  name: string;
}

/** A dot at each place, its area in proportion to the number; only numbers above 0 are drawn. */
export function dotMap(data: ChartInput, options: DotMapOptions): Figure {
  options ??= {} as DotMapOptions; // Left out in a cell: the message names the columns.
  const rows = rowsOf(data);
  const { lat, lon, value, label, named = 8, unit, max, bounds } = options;
  checkColumns("dotMap", rows, { lat, lon, value, label });
  if (rows.length === 0) return noRows(options);
  const [lats, lons, values] = [lat, lon, value].map((column) => numbersOf(rows, column));
  const dots = rows.map((row, i): Dot => ({
    lat: lats![i]!,
    lon: lons![i]!,
    value: values![i]!,
    name: label === undefined ? compact(values![i]!) : nameOf(cell(row, label)),
  })).filter((dot) => dot.value > 0 && Math.abs(dot.lat) < 85 && Math.abs(dot.lon) <= 180)
    .filter((dot) => bounds === undefined || isInside(dot, bounds))
    .sort((a, b) => b.value - a.value);
  if (dots.length === 0) {
    return noRows(options, "No values: no row has a place and a number above 0");
  }
  const [[west, south], [east, north]] = bounds ?? boundsOf(dots);
  // Close enough to Mercator's pixels: a degree of latitude is longer than one of longitude.
  const stretch = 1 / Math.cos((south + north) / 2 * Math.PI / 180);
  const [across, along] = [Math.max(east - west, 0.01), Math.max(north - south, 0.01) * stretch];
  // The picture has the shape of the data, within limits, so that no half of it is empty.
  const room = (options.width ?? 640) - 2 * MARGIN;
  const shape = Math.min(1.25, Math.max(0.4, along / across));
  const height = options.height ?? Math.min(640, Math.round(room * shape) + 2 * MARGIN);
  const width = options.width ??
    Math.max(360, Math.round(Math.min(room, (height - 2 * MARGIN) / shape)) + 2 * MARGIN);
  const pixels = Math.min((width - 2 * MARGIN) / across, (height - 2 * MARGIN) / along);
  // Names that would overlap one already written are left out.
  const written: Dot[] = [];
  for (const dot of dots) {
    if (written.length >= named) break;
    const free = written.every((other) =>
      Math.abs(dot.lat - other.lat) * stretch * pixels > 14 ||
      Math.abs(dot.lon - other.lon) * pixels >
        (textWidth(shortened(dot.name, 140)) + textWidth(shortened(other.name, 140))) / 2 + 4
    );
    if (free) written.push(dot);
  }
  const lost = rows.length - dots.length;
  const [one, are, have] = lost === 1 ? ["row", "is", "has"] : ["rows", "are", "have"];
  const why = `${bounds ? `${are} outside, or ` : ""}${have} no place or nothing to show`;
  const place = { x: "lon", y: "lat" } as const;
  return dressed({
    ariaLabel: `${value} by place`,
    height,
    margin: MARGIN,
    projection: {
      type: "mercator",
      domain: { type: "MultiPoint", coordinates: [[west, south], [east, north]] },
    },
    r: { range: [0, 28], ...max === undefined ? {} : { domain: [0, max], clamp: true } },
    caption: `The area of a dot is ${axisLabel(value, unit)}, at most ${compact(dots[0]!.value)}` +
      (lost > 0 ? `; ${lost} ${one} ${why}` : ""),
    marks: [
      Plot.frame({ strokeOpacity: 0.2, inset: 8 - MARGIN }),
      Plot.dot(dots, {
        ...place,
        r: "value",
        fill: PALETTE[0],
        fillOpacity: 0.3,
        stroke: PALETTE[0],
        strokeWidth: 1.2,
        channels: {
          ...(label === undefined ? {} : { name: { value: "name", label } }),
          value: { value: "value", label: axisLabel(value, unit) },
          lat: { value: "lat", label: lat },
          lon: { value: "lon", label: lon },
        },
        tip: { format: { name: true, value: true, x: false, y: false, r: false } },
      }),
      Plot.text(written, {
        ...place,
        text: (dot: Dot) => shortened(dot.name, 140),
        fontWeight: "bold",
        stroke: "var(--plot-background)",
        strokeWidth: 3,
        fill: "currentColor",
      }),
    ],
  }, { width, ...options });
}

function boundsOf(dots: readonly Dot[]): Bounds {
  const range = (of: (dot: Dot) => number) =>
    dots.reduce(([low, high], dot) => [Math.min(low, of(dot)), Math.max(high, of(dot))], [
      Infinity,
      -Infinity,
    ]) as [number, number];
  const [[west, east], [south, north]] = [range(({ lon }) => lon), range(({ lat }) => lat)];
  return [[west, south], [east, north]];
}

function isInside({ lat, lon }: Dot, [[west, south], [east, north]]: Bounds): boolean {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}
