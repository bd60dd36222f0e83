import * as Plot from "@observablehq/plot";
import { cell, checkColumns, nameOf, numberOf, positionsOf } from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look, PALETTE } from "../parts/theme.ts";
import { type Clock, utcAxis } from "../parts/utc_axis.ts";
import { axisLabel, shortened, textWidth } from "../parts/labels.ts";
import { numberAxis } from "../parts/number_axis.ts";

/** Columns and labels of {@linkcode residuals}. */
export interface ResidualsOptions extends Look, Clock {
  /** Column of times or steps ahead. @default "time", else "step" */
  x?: string;
  /** Column of the actual numbers. @default "y" */
  y?: string;
  /** Column of the forecasts. @default "yhat" */
  yhat?: string;
  /** Column of names: a strip for each, if the rows have it. @default "model" */
  model?: string;
  /** Unit of `y`. */
  unit?: string;
}

/** Actual minus forecast: a dot for each row and a strip for each model, all on one scale. */
export function residuals(data: ChartInput, options: ResidualsOptions = {}): Figure {
  const rows = rowsOf(data);
  const { y = "y", yhat = "yhat", model = "model", unit } = options;
  const x = options.x ?? (rows.some((row) => "time" in row) ? "time" : "step");
  checkColumns("residuals", rows, { x, y, yhat, ...(options.model && { model }) });
  if (rows.length === 0) return noRows(options);
  const { kind, positions } = positionsOf(rows, x);
  const points = rows.map((row, i) => ({
    x: positions[i],
    actual: numberOf(cell(row, y)),
    forecast: numberOf(cell(row, yhat)),
    residual: numberOf(cell(row, y)) - numberOf(cell(row, yhat)),
    model: model in row ? nameOf(cell(row, model)) : "",
  })).filter((point) => point.x !== undefined && !Number.isNaN(point.residual));
  if (points.length === 0) return noRows(options, `No values: no row has both ${y} and ${yhat}`);
  const names = [...new Set(points.map(({ model }) => model))];
  const facet = names.length > 1 ? { fy: "model" } as const : {};
  const label = (name: string) => shortened(name, 120);
  const { margin, scale } = numberAxis(points.map(({ residual }) => residual));
  return dressed({
    ariaLabel: "Residuals",
    height: names.length > 1 ? 60 + 110 * names.length : 280,
    marginLeft: margin,
    marginRight: names.length > 1
      ? Math.max(...names.map((name) => textWidth(label(name)))) + 14
      : 24,
    x: kind === "time" ? utcAxis(x, options) : { label: x, inset: 6 },
    y: {
      grid: true,
      nice: true,
      label: axisLabel("actual minus forecast", unit),
      ...scale,
      ticks: 4,
    },
    fy: { label: null, tickFormat: label, domain: names.length > 1 ? names : undefined },
    marks: [
      Plot.ruleY([0]),
      Plot.dot(points, {
        ...facet,
        x: "x",
        y: "residual",
        r: points.length > 500 ? 1.5 : 2.5,
        fill: PALETTE[0],
        fillOpacity: 0.85,
        channels: {
          actual: { value: "actual", label: y },
          forecast: { value: "forecast", label: yhat },
        },
        tip: true,
      }),
    ],
  }, options);
}
