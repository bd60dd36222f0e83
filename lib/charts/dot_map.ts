import * as Plot from "@observablehq/plot";
import { cell, checkColumns, nameOf, numbersOf, type Rows } from "./columns.ts";
import type { Figure } from "./draw.ts";
import { noRows } from "./no_rows.ts";
import { dressed, type Look, PALETTE } from "./theme.ts";
import { axisLabel, compact, shortened } from "./words.ts";

/** Columns and words of a map of dots. */
export interface DotMapOptions extends Look {
  /** Column of latitudes, degrees. */
  lat: string;
  /** Column of longitudes, degrees. */
  lon: string;
  /** Column of numbers: the area of the dot. */
  value: string;
  /** Column of names, written beside the largest dots. */
  label?: string;
  /** How many are named. @default 8 */
  named?: number;
  /** Unit of `value`. */
  unit?: string;
}

interface Dot {
  lat: number;
  lon: number;
  value: number;
  name: string;
}

/** A dot at each place, its area in proportion to the number; negative and empty ones are left out. */
export function dotMap(rows: Rows, options: DotMapOptions): Figure {
  const { lat, lon, value, label, named = 8, unit } = options;
  checkColumns("dotMap", rows, { lat, lon, value, label });
  if (rows.length === 0) return noRows(options);
  const [lats, lons, values] = [lat, lon, value].map((column) => numbersOf(rows, column));
  const dots = rows.map((row, i): Dot => ({
    lat: lats![i]!,
    lon: lons![i]!,
    value: values![i]!,
    name: label === undefined ? compact(values![i]!) : nameOf(cell(row, label)),
  })).filter((dot) => dot.value > 0 && Math.abs(dot.lat) < 85 && Math.abs(dot.lon) <= 180)
    .sort((a, b) => b.value - a.value);
  if (dots.length === 0) {
    return noRows(options, "No values: no row has a place and a number above 0");
  }
  const pad = 0.02;
  const edge = (of: (dot: Dot) => number, end: typeof Math.min, by: number) =>
    end(...dots.map(of)) + by;
  const [west, east] = [
    edge(({ lon }) => lon, Math.min, -pad),
    edge(({ lon }) => lon, Math.max, pad),
  ];
  const [south, north] = [
    edge(({ lat }) => lat, Math.min, -pad),
    edge(({ lat }) => lat, Math.max, pad),
  ];
  const lost = rows.length - dots.length;
  const place = { x: "lon", y: "lat" } as const;
  return dressed({
    ariaLabel: `${value} by place`,
    height: 560,
    margin: 24,
    projection: {
      type: "mercator",
      domain: { type: "MultiPoint", coordinates: [[west, south], [east, north]] },
    },
    r: { range: [0, 28] },
    caption: `The area of a dot is ${axisLabel(value, unit)}, at most ${compact(dots[0]!.value)}` +
      (lost > 0 ? `; ${lost} rows have no place or nothing to show` : ""),
    marks: [
      Plot.frame({ strokeOpacity: 0.2 }),
      Plot.dot(dots, {
        ...place,
        r: "value",
        fill: PALETTE[0],
        fillOpacity: 0.6,
        stroke: "currentColor",
        strokeOpacity: 0.6,
      }),
      Plot.text(dots.slice(0, named), {
        ...place,
        text: (dot: Dot) => shortened(dot.name, 140),
        fontWeight: "bold",
      }),
    ],
  }, { width: 560, ...options });
}
