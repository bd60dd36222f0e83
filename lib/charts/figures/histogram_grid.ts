import * as Plot from "@observablehq/plot";
import { type Bin, binned, binsOf } from "../parts/bins.ts";
import {
  cell,
  type ChartRows,
  checkColumns,
  nameOf,
  numberOf,
  numbersOf,
} from "../parts/chart_rows.ts";
import { type ChartInput, rowsOf } from "../parts/frame.ts";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look, PALETTE, WIDTH } from "../parts/theme.ts";
import { shortened } from "../parts/labels.ts";
import { compact, exact } from "../../numbers.ts";

/** Columns and labels of {@linkcode histogramGrid}. */
export interface HistogramGridOptions extends Look {
  /** Columns of numbers: a histogram for each. With `by`: a single column. */
  values?: readonly string[];
  /** Column of names: a histogram for each. Without `values`, rows are `{lower, upper, count}`. */
  by?: string;
  /** Approximate number of bins in each. @default 20 */
  bins?: number;
  /** Histograms side by side. @default 3 */
  columns?: number;
}

/** A bar in its own small histogram: all edges are shares from 0 to 1. */
interface GridBar {
  column: number;
  row: number;
  lower: number;
  upper: number;
  share: number;
  /** What it shows. */
  name: string;
  range: string;
  count: number;
}

/** Maximum number of histograms. */
const MAX_HISTOGRAMS = 30;

function groupsOf(
  rows: ChartRows,
  { values, by, bins = 20 }: HistogramGridOptions,
): [string, Bin[]][] {
  if (by === undefined) {
    return (values ?? []).map((
      name,
    ) => [name, binned(rows.map((row) => numberOf(cell(row, name))), bins)]);
  }
  const groups = Object.groupBy(rows, (row) => nameOf(cell(row, by)));
  return Object.entries(groups).map(([name, own]) => [
    name,
    values?.[0] === undefined ? binsOf(own!) : binned(numbersOf(own!, values[0]), bins),
  ]);
}

/**
 * Small histograms side by side, each with its own scales: of several columns, or of one column by
 * name. The ends of each scale and the highest count are written next to it.
 */
export function histogramGrid(data: ChartInput, options: HistogramGridOptions): Figure {
  options ??= {} as HistogramGridOptions; // Left out in a cell: the message names the columns.
  const rows = rowsOf(data);
  const { values, by, columns = 3, width = WIDTH } = options;
  const wanted = Object.fromEntries((values ?? []).map((name, i) => [`values[${i}]`, name]));
  const binsWanted = values === undefined ? { lower: "lower", upper: "upper", count: "count" } : {};
  checkColumns("histogramGrid", rows, { ...wanted, ...binsWanted, by });
  if (rows.length === 0) return noRows(options);
  const groups = groupsOf(rows, options);
  const shown = groups.slice(0, MAX_HISTOGRAMS);
  const across = Math.max(1, Math.min(columns, shown.length));
  const places = shown.map(([name, bins], i) => {
    const low = Math.min(...bins.map(({ lower }) => lower));
    const high = Math.max(...bins.map(({ upper }) => upper));
    const most = Math.max(...bins.map(({ count }) => count));
    return { name, bins, low, high, most, column: i % across, row: Math.floor(i / across) };
  });
  const bars = places.flatMap(({ name, bins, low, high, most, column, row }): GridBar[] =>
    bins.map(({ lower, upper, count }) => ({
      column,
      row,
      lower: (lower - low) / (high - low),
      upper: (upper - low) / (high - low),
      share: most > 0 ? count / most : 0,
      name,
      range: `${exact(lower)} – ${exact(upper)}`,
      count,
    }))
  );
  const facet = { fx: "column", fy: "row" } as const;
  const filled = places.filter(({ bins }) => bins.length > 0);
  const write = (data: readonly object[], words: Plot.TextOptions) =>
    Plot.text(data, { ...facet, ...words });
  return dressed({
    ariaLabel: `Distributions of ${shown.map(([name]) => name).join(", ")}`,
    height: 40 + Math.ceil(shown.length / across) * 130,
    marginLeft: 16,
    marginRight: 16,
    marginTop: 30,
    marginBottom: 26,
    caption: shown.length < groups.length
      ? `${shown.length} of ${groups.length} are shown`
      : undefined,
    x: { axis: null, domain: [0, 1] },
    y: { axis: null, domain: [0, 1] },
    fx: { axis: null, padding: 0.12 },
    fy: { axis: null, padding: 0.45 },
    marks: [
      Plot.ruleY(places, { ...facet, y: 0 }),
      Plot.rectY(bars, {
        ...facet,
        x1: "lower",
        x2: "upper",
        y1: 0,
        y2: "share",
        fill: PALETTE[0],
        inset: 0.3,
        channels: {
          name: { value: "name", label: by ?? "column" },
          range: { value: "range", label: values?.[by === undefined ? -1 : 0] ?? "value" },
          count: { value: "count", label: "count" },
        },
        tip: { format: { name: true, x: false, y: false, fx: false, fy: false } },
      }),
      write(places, {
        text: (place: { name: string }) => shortened(place.name, width / across - 90, 12),
        frameAnchor: "top-left",
        dy: -16,
        fontWeight: "bold",
        fontSize: 12,
      }),
      write(filled, {
        text: (place: { most: number }) => `max ${compact(place.most)}`,
        frameAnchor: "top-right",
        dy: -15,
      }),
      write(filled, {
        text: (place: { low: number }) => compact(place.low),
        frameAnchor: "bottom-left",
        dy: 14,
      }),
      write(filled, {
        text: (place: { high: number }) => compact(place.high),
        frameAnchor: "bottom-right",
        dy: 14,
      }),
      write(places.filter(({ bins }) => bins.length === 0), {
        text: () => "No values",
        frameAnchor: "middle",
      }),
    ],
  }, options);
}
