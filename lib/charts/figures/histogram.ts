import * as Plot from "@observablehq/plot";
import { type Bin, binned, binsOf } from "../parts/bins.ts";
import { cell, checkColumns, nameOf, numbersOf } from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look, PALETTE } from "../parts/theme.ts";
import { axisLabel, shortened, textWidth } from "../parts/labels.ts";
import { numberAxis } from "../parts/number_axis.ts";

/** Columns and labels of {@linkcode histogram}. */
export interface HistogramOptions extends Look {
  /** Column of numbers. Without it, rows are bins: `{lower, upper, count}`. */
  value?: string;
  /** Approximate number of bins. @default 30 */
  bins?: number;
  /** Column of names: a row of bars for each, on one scale. */
  by?: string;
  /** Unit of `value`, as the axis shows it. */
  unit?: string;
}

/** Groups drawn with `by`: those with the largest number of rows. */
const MAX_GROUPS = 12;

/** How often values fall into bins, from values or from bins that a database has counted. */
export function histogram(data: ChartInput, options: HistogramOptions = {}): Figure {
  const rows = rowsOf(data);
  const { value, bins = 30, by, unit } = options;
  checkColumns(
    "histogram",
    rows,
    value === undefined && rows.some((row) => "lower" in row)
      ? { lower: "lower", upper: "upper", count: "count", by }
      : { value, by },
  );
  if (rows.length === 0) return noRows(options);
  const groups = Object.groupBy(rows, (row) => by === undefined ? "" : nameOf(cell(row, by)));
  const names = Object.keys(groups).sort((a, b) => groups[b]!.length - groups[a]!.length)
    .slice(0, MAX_GROUPS);
  const counted: (Bin & { group: string })[] = [];
  // One set of bins for all groups.
  const edges = value === undefined ? [] : binned(numbersOf(rows, value), bins);
  for (const group of names) {
    const own = value === undefined
      ? binsOf(groups[group]!)
      : counts(edges, numbersOf(groups[group]!, value));
    for (const bin of own) counted.push({ ...bin, group });
  }
  if (counted.length === 0) return noRows(options, "No values: all are empty");
  const { margin, scale } = numberAxis([0, ...counted.map(({ count }) => count)]);
  const label = (name: string) => shortened(name, 140);
  const left = Object.keys(groups).length - names.length;
  return dressed({
    ariaLabel: `Distribution of ${value ?? "values"}`,
    height: by === undefined ? 280 : 70 + 90 * names.length,
    marginLeft: margin,
    marginRight: by === undefined
      ? 24
      : Math.max(...names.map((name) => textWidth(label(name)))) + 16,
    caption: left > 0
      ? `${names.length} of ${names.length + left} ${by} values are shown`
      : undefined,
    x: { label: axisLabel(value ?? "value", unit) },
    y: { grid: true, label: "count", ...scale, ticks: by === undefined ? 6 : 3 },
    fy: { label: null, domain: by === undefined ? undefined : names, tickFormat: label },
    marks: [
      Plot.rectY(counted, {
        x1: "lower",
        x2: "upper",
        y1: 0,
        y2: "count",
        fy: by === undefined ? undefined : "group",
        fill: PALETTE[0],
        inset: counted.length > 300 ? 0 : 0.5,
        tip: true,
      }),
      Plot.ruleY([0]),
    ],
  }, options);
}

/** How many values fall into each of the given bins of equal width. */
function counts(edges: readonly Bin[], values: readonly number[]): Bin[] {
  const bins = edges.map((bin) => ({ ...bin, count: 0 }));
  const [first] = bins;
  if (!first) return [];
  const [low, width] = [first.lower, first.upper - first.lower];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    // Compares indices, as `binned` does: a difference of edges would round otherwise.
    const at = Math.floor(value / width) - Math.round(low / width);
    bins[Math.min(bins.length - 1, Math.max(0, at))]!.count++;
  }
  return bins;
}
