import type * as Plot from "@observablehq/plot";
import { utcTick } from "./utc_tick.ts";

/** A time axis in UTC; its label says so. */
export function utcAxis(column: string): Plot.ScaleOptions {
  // Plot also passes the ticks, which its types leave out.
  const tickFormat = utcTick as Plot.ScaleOptions["tickFormat"];
  return { type: "utc", label: `${column} (UTC)`, tickFormat };
}
