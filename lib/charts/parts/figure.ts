import type * as Plot from "@observablehq/plot";

/** A figure: options for Observable Plot, which can be changed before they are drawn. */
export type Figure = Plot.PlotOptions;
