/**
 * Figures as options for Observable Plot: change them, then draw them. All run in a browser too;
 * `svg_file.ts` writes files and needs linkedom, so it is not exported here.
 */
export { areaMap, type AreaMapOptions } from "./figures/area_map.ts";
export { bars, type BarsOptions } from "./figures/bars.ts";
export { candlestick, type CandlestickOptions } from "./figures/candlestick.ts";
export type { ChartRows } from "./parts/chart_rows.ts";
export type { ChartInput } from "./parts/frame.ts";
export { coverage, type CoverageOptions } from "./figures/coverage.ts";
export { dotMap, type DotMapOptions } from "./figures/dot_map.ts";
export { chartData, draw } from "./draw.ts";
export { forecastBands, type ForecastBandsOptions } from "./figures/forecast_bands.ts";
export type { Figure } from "./parts/figure.ts";
export type { Area, Areas } from "./parts/geojson.ts";
export { heatmap, type HeatmapOptions } from "./figures/heatmap.ts";
export { histogramGrid, type HistogramGridOptions } from "./figures/histogram_grid.ts";
export { histogram, type HistogramOptions } from "./figures/histogram.ts";
export { type HourCount, hoursOfDay } from "./figures/hours_of_day.ts";
export { lags, type LagsOptions } from "./figures/lags.ts";
export { line, type LineOptions } from "./figures/line.ts";
export { narrowed } from "./parts/narrow.ts";
export { noRows } from "./parts/no_rows.ts";
export { residuals, type ResidualsOptions } from "./figures/residuals.ts";
export { dressed, GREY, type Look, PALETTE, type Theme } from "./parts/theme.ts";
