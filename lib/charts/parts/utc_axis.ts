import type * as Plot from "@observablehq/plot";
import { utcTick } from "./utc_tick.ts";

/** The clock of times, for axes. */
export interface Clock {
  /** Whose clock the times are, as the axis says: `Chicago's clock`. @default "UTC" */
  clock?: string;
}

/** A time axis that shows times as they are stored; its label says whose clock they are. */
export function utcAxis(column: string, { clock = "UTC" }: Clock = {}): Plot.ScaleOptions {
  // Plot also passes the ticks, which its types leave out.
  const tickFormat = utcTick as Plot.ScaleOptions["tickFormat"];
  return { type: "utc", label: `${column} (${clock})`, tickFormat };
}
