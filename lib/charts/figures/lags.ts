import * as Plot from "@observablehq/plot";
import { cell, checkColumns, nameOf, numbersOf, positionsOf } from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import { decimate, type LinePoint, reducedNote } from "../parts/decimate.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look, WIDTH } from "../parts/theme.ts";
import { type Clock, utcAxis } from "../parts/utc_axis.ts";
import { axisLabel, shortened, textWidth } from "../parts/labels.ts";
import { compact } from "../../numbers.ts";

/** Columns and labels of {@linkcode lags}. */
export interface LagsOptions extends Look, Clock {
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

/** From pale to strong: ColorBrewer's Oranges, which work on a light and on a dark background. */
const LAYERS = ["#fdbe85", "#fd8d3c", "#d94801", "#8c2d04"];

/**
 * Consumer lag over time: a strip for each group as a horizon chart (Heer et al., CHI 2009), whose
 * layers are drawn over one another, so that the darkest is the largest.
 */
export function lags(data: ChartInput, options: LagsOptions = {}): Figure {
  const rows = rowsOf(data);
  const { time = "time", lag = "lag", group = "group", unit = "messages" } = options;
  const bands = Math.max(1, Math.min(LAYERS.length, options.bands ?? LAYERS.length));
  checkColumns("lags", rows, { time, lag, group });
  if (rows.length === 0) return noRows(options);
  const { kind, positions } = positionsOf(rows, time);
  const values = numbersOf(rows, lag);
  const groups = new Map<string, LinePoint[]>();
  let most = 0;
  for (const [i, row] of rows.entries()) {
    const name = nameOf(cell(row, group));
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name)!.push({ x: kind === "name" ? i : Number(positions[i] ?? NaN), y: values[i]! });
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
  const all = [...groups.values()].flat().filter(({ x }) => !Number.isNaN(x)).length;
  const layer = (band: number) => `${compact(band * step)} to ${compact((band + 1) * step)}`;
  const label = (name: string) => shortened(name, 220);
  const at = kind === "time" ? ({ x }: LinePoint) => new Date(x) : "x";
  const layers = Array.from({ length: bands }, (_, band) => band);
  return dressed({
    ariaLabel: `${lag} by ${group}`,
    caption: reducedNote(points.length, all),
    height: 50 + names.length * 46,
    marginLeft: Math.max(...names.map((name) => textWidth(label(name)))) + 16,
    marginRight: 24,
    marginTop: 20,
    x: kind === "time" ? utcAxis(time, options) : { label: time },
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
          // Not with a clip path: its id would clash between the outputs of a notebook.
          y2: ({ y }: LinePoint) =>
            Number.isNaN(y) ? NaN : Math.max(0, Math.min(step, y - band * step)),
          fy: "group",
          z: "group",
          fill: LAYERS[band],
          ...(band === 0
            ? {
              channels: { lag: { value: "y", label: axisLabel(lag, unit) } },
              tip: { format: { y: false } },
            }
            : {}),
        })
      ),
      Plot.ruleY([0], { strokeOpacity: 0.4 }),
    ],
  }, options);
}
