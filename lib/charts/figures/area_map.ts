import * as Plot from "@observablehq/plot";
import { UsageError } from "../../errors.ts";
import { cell, checkColumns, nameOf, numbersOf } from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import type { Figure } from "../parts/figure.ts";
import { type Area, type Areas, outlines } from "../parts/geojson.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, GREY, type Look } from "../parts/theme.ts";
import { axisLabel } from "../parts/labels.ts";

/** Columns and labels of {@linkcode areaMap}. */
export interface AreaMapOptions extends Look {
  /** Column of area ids: numbers or text. */
  area: string;
  /** Column of numbers; rows of one area are summed. */
  value: string;
  /** Outlines, as a GeoJSON feature collection. */
  geojson: Areas;
  /** Property of a feature that contains its id. @default "area_numbe", as in Chicago's portal */
  id?: string;
  /** Property of a feature with its name, which the tooltip shows. @default none */
  name?: string;
  /** Unit of `value`, as the legend shows it. */
  unit?: string;
  /** Colours by the square root, so that few large areas do not hide the rest. @default true */
  sqrt?: boolean;
}

/**
 * Areas coloured by a number; areas without one are grey. The caption says how many rows belong to
 * no area.
 */
export function areaMap(data: ChartInput, options: AreaMapOptions): Figure {
  options ??= {} as AreaMapOptions; // Left out in a cell: the message names the columns.
  const rows = rowsOf(data);
  const { area, value, geojson, id = "area_numbe", name, unit } = options;
  const { sqrt = true, height = 620 } = options;
  checkColumns("areaMap", rows, { area, value });
  if (geojson === undefined) {
    throw new UsageError("Cannot draw areaMap: geojson is missing. Give it a feature collection");
  }
  const features = outlines(geojson, height).features;
  const idOf = ({ properties }: Area) => String(properties?.[id] ?? "");
  checkColumns("areaMap", features.map(({ properties }) => properties ?? {}), { id, name });
  if (rows.length === 0) return noRows(options);
  const known = new Set(features.map(idOf));
  const sums = new Map<string, number>();
  let lost = 0;
  for (const [i, number] of numbersOf(rows, value).entries()) {
    const name = nameOf(cell(rows[i]!, area));
    if (!known.has(name)) lost++;
    else if (!Number.isNaN(number)) sums.set(name, (sums.get(name) ?? 0) + number);
  }
  const low = Math.min(0, ...sums.values());
  return dressed({
    ariaLabel: `${value} by ${area}`,
    width: 560,
    height,
    margin: 12,
    // deno-lint-ignore no-explicit-any
    projection: { type: "mercator", domain: { type: "FeatureCollection", features } as any },
    caption: lost > 0
      ? `${lost} ${lost === 1 ? "row belongs" : "rows belong"} to no area of the map`
      : undefined,
    color: {
      type: sqrt && low >= 0 ? "sqrt" : "linear",
      domain: [low, Math.max(...sums.values(), low + 1)],
      scheme: "viridis",
      unknown: GREY,
      label: axisLabel(value, unit),
      legend: true,
    },
    marks: [
      // deno-lint-ignore no-explicit-any
      Plot.geo(features as any, {
        fill: (feature: Area) => sums.get(idOf(feature)) ?? NaN,
        stroke: "currentColor",
        strokeOpacity: 0.5,
        strokeWidth: 0.6,
        channels: {
          ...(name === undefined ? {} : {
            name: { value: ({ properties }: Area) => properties?.[name] ?? "", label: "name" },
          }),
          area: { value: idOf, label: area },
          value: {
            value: (feature: Area) => sums.get(idOf(feature)),
            label: axisLabel(value, unit),
          },
        },
        tip: { format: { fill: false } },
      }),
    ],
  }, { width: 560, ...options });
}
