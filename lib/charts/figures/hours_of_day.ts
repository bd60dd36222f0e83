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

/** Share of each series' records by hour of the day, a strip for each; the busiest hour is dark. */
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
  }));
  return dressed({
    ariaLabel: "Share of records by hour of the day",
    height: 120 + 110 * totals.size,
    marginLeft: 48,
    marginRight: 110,
    x: { domain: Array.from({ length: 24 }, (_, hour) => hour), label: "hour of the day" },
    y: { grid: true, label: "share of records (%)", ticks: 4 },
    fy: { label: null, domain: [...totals.keys()] },
    color: { domain: [true, false], range: [PALETTE[0]!, PALETTE[4]!] },
    marks: [
      Plot.barY(shares, { x: "hour", y: "share", fy: "series", fill: "busiest" }),
      Plot.ruleY([0]),
    ],
  }, look);
}
