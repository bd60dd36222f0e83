import * as Plot from "@observablehq/plot";
import { cell, checkColumns, nameOf, numbersOf, placesOf, type Rows } from "../parts/chart_rows.ts";
import { decimate, type Point } from "../parts/decimate.ts";
import type { Figure } from "../draw.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look, WIDTH } from "../parts/theme.ts";
import { utcAxis } from "../parts/utc_axis.ts";
import { compact, shortened, textWidth } from "../parts/labels.ts";

/** Columns and words of a horizon of lags. */
export interface LagsOptions extends Look {
  /** Column of times or numbers. @default "time" */
  time?: string;
  /** Column of the lag, 0 or more. @default "lag" */
  lag?: string;
  /** Column of names: a strip for each. @default "group" */
  group?: string;
  /** Layers of colour. @default 4 */
  bands?: number;
  /** Unit of the lag. @default "messages" */
  unit?: string;
}

/** From pale to strong, of ColorBrewer's Oranges, which go through on light and dark ground. */
const LAYERS = ["#fdbe85", "#fd8d3c", "#d94801", "#8c2d04"];

/**
 * How far consumers are behind: a strip for each group, in layers (a horizon chart, Heer and
 * others, CHI 2009): each layer is drawn over the one before, so that the darkest is the largest.
 */
export function lags(rows: Rows, options: LagsOptions = {}): Figure {
  const { time = "time", lag = "lag", group = "group", unit = "messages" } = options;
  const bands = Math.max(1, Math.min(LAYERS.length, options.bands ?? LAYERS.length));
  checkColumns("lags", rows, { time, lag, group });
  if (rows.length === 0) return noRows(options);
  const { kind, places } = placesOf(rows, time);
  const values = numbersOf(rows, lag);
  const groups = new Map<string, Point[]>();
  let most = 0;
  for (const [i, row] of rows.entries()) {
    const name = nameOf(cell(row, group));
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name)!.push({ x: kind === "name" ? i : Number(places[i] ?? NaN), y: values[i]! });
    if (values[i]! > most) most = values[i]!;
  }
  const names = [...groups.keys()].sort();
  const step = (most || 1) / bands;
  const points = names.flatMap((name) =>
    decimate(
      groups.get(name)!.filter(({ x }) => !Number.isNaN(x)).sort((a, b) => a.x - b.x),
      Math.min(options.width ?? WIDTH, Math.max(50, Math.floor(4000 / names.length))),
    ).map((point) => ({ ...point, group: name }))
  );
  const layer = (band: number) => `${compact(band * step)} to ${compact((band + 1) * step)}`;
  const label = (name: string) => shortened(name, 220);
  const at = kind === "time" ? ({ x }: Point) => new Date(x) : "x";
  const layers = Array.from({ length: bands }, (_, band) => band);
  return dressed({
    ariaLabel: `${lag} by ${group}`,
    height: 50 + names.length * 46,
    marginLeft: Math.max(...names.map((name) => textWidth(label(name)))) + 16,
    marginRight: 24,
    marginTop: 20,
    x: kind === "time" ? utcAxis(time) : { label: time },
    y: { axis: null, domain: [0, step] },
    fy: { label: null, domain: names, axis: "left", tickFormat: label, padding: 0.08 },
    color: {
      type: "ordinal",
      domain: layers.map((band) => `${layer(band)}${band === 0 ? ` ${unit}` : ""}`),
      range: LAYERS.slice(0, bands),
      legend: true,
    },
    marks: [
      ...layers.map((band) =>
        Plot.areaY(points, {
          x: at,
          y1: 0,
          // Cut here, not with a clip path: its id would clash between a notebook's outputs.
          y2: ({ y }: Point) =>
            Number.isNaN(y) ? NaN : Math.max(0, Math.min(step, y - band * step)),
          fy: "group",
          z: "group",
          fill: LAYERS[band],
        })
      ),
      Plot.ruleY([0], { strokeOpacity: 0.4 }),
    ],
  }, options);
}
