import * as Plot from "@observablehq/plot";
import type { Figure } from "../parts/figure.ts";
import { noRows } from "../parts/no_rows.ts";
import { dressed, type Look, PALETTE } from "../parts/theme.ts";

/** Number of records of a series in one hour of the day. */
export interface HourCount {
  series: string;
  /** 0 to 23. */
  hour: number;
  count: number;
}

/**
 * Share of each series' records by hour of the day: a strip for each on a scale of its own, since one
 * of few hours has larger shares; the busiest hour is dark and has its share written on it.
 */
export function hoursOfDay(rows: readonly HourCount[], look: Look = {}): Figure {
  if (rows.length === 0) return noRows(look);
  const totals = new Map<string, number>();
  const tops = new Map<string, number>();
  for (const { series, count } of rows) {
    totals.set(series, (totals.get(series) ?? 0) + count);
    tops.set(series, Math.max(tops.get(series) ?? 0, count));
  }
  const shares = rows.map((row) => ({
    ...row,
    share: 100 * row.count / totals.get(row.series)!,
    busiest: row.count === tops.get(row.series),
    height: row.count / tops.get(row.series)!,
  }));
  const percent = (share: number) => `${share.toFixed(share < 10 ? 1 : 0)} %`;
  const place = { x: "hour", y: "height", fy: "series" } as const;
  return dressed({
    ariaLabel: "Share of records by hour of the day",
    height: 70 + 100 * totals.size,
    marginLeft: 16,
    marginRight: 110,
    x: { domain: Array.from({ length: 24 }, (_, hour) => hour), label: "hour of the day" },
    y: { axis: null, domain: [0, 1.15] },
    fy: { label: null, domain: [...totals.keys()], axis: "right" },
    color: { type: "ordinal", domain: [true, false], range: [PALETTE[0]!, PALE] },
    marks: [
      Plot.barY(shares, {
        ...place,
        fill: "busiest",
        channels: {
          share: { value: ({ share }) => percent(share), label: "share" },
          count: { value: "count", label: "records" },
        },
        tip: { format: { fy: true, y: false, fill: false } },
      }),
      Plot.text([
        ...new Map(shares.filter(({ busiest }) => busiest).map((row) => [row.series, row]))
          .values(),
      ], {
        ...place,
        text: ({ share }) => percent(share),
        dy: -7,
      }),
      Plot.ruleY([0]),
    ],
  }, look);
}

/** The other hours: the palette's first colour, paler, on a light and on a dark background. */
const PALE = "#74a9e6";
