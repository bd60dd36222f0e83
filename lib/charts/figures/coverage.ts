import * as Plot from "@observablehq/plot";
import { cell, checkColumns, nameOf, numbersOf } from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look, PALETTE } from "../parts/theme.ts";

/** Columns and labels of {@linkcode coverage}. */
export interface CoverageOptions extends Look {
  /** Column of the nominal levels of the intervals: 0 to 1, or percent. @default "level" */
  level?: string;
  /** Column of the share of values that they contained, in the same unit. @default "covered" */
  covered?: string;
  /** Column of names: a line for each, if the rows have it. @default "model" */
  model?: string;
}

/** Nominal against observed coverage of forecast intervals: on the dashed line they are calibrated. */
export function coverage(data: ChartInput, options: CoverageOptions = {}): Figure {
  const rows = rowsOf(data);
  const { level = "level", covered = "covered", model = "model" } = options;
  checkColumns("coverage", rows, { level, covered, ...(options.model && { model }) });
  if (rows.length === 0) return noRows(options);
  const [levels, shares] = [numbersOf(rows, level), numbersOf(rows, covered)];
  const percent = levels.some((value) => value > 1) ? 1 : 100;
  const points = rows.map((row, i) => ({
    level: levels[i]! * percent,
    covered: shares[i]! * percent,
    model: model in row ? nameOf(cell(row, model)) : "",
  })).filter((point) => !Number.isNaN(point.level + point.covered)).sort((a, b) =>
    a.level - b.level
  );
  if (points.length === 0) return noRows(options, "No values: no row has a level and a share");
  const names = [...new Set(points.map(({ model }) => model))];
  const channels = { x: "level", y: "covered" } as const;
  return dressed({
    ariaLabel: "Coverage of forecast intervals",
    height: 420,
    x: { domain: [0, 100], label: "nominal (%)", grid: true },
    y: { domain: [0, 100], label: "observed (%)", grid: true },
    color: {
      type: "ordinal",
      domain: names,
      range: names.map((_, i) => PALETTE[i % PALETTE.length]!),
      legend: names.length > 1,
    },
    marks: [
      Plot.link([0], {
        x1: 0,
        y1: 0,
        x2: 100,
        y2: 100,
        strokeDasharray: "4,3",
        strokeOpacity: 0.7,
      }),
      Plot.line(points, { ...channels, stroke: "model", z: "model" }),
      Plot.dot(points, { ...channels, fill: "model", r: 4, tip: true }),
    ],
  }, { width: 460, ...options });
}
