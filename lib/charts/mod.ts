/**
 * Figures of rows, as options for Observable Plot: change them, then draw them. All run in a
 * browser too; files are the matter of `svg_file.ts`, which needs linkedom.
 */
export { areaMap, type AreaMapOptions } from "./area_map.ts";
export { bars, type BarsOptions } from "./bars.ts";
export { candlestick, type CandlestickOptions } from "./candlestick.ts";
export type { Rows } from "./columns.ts";
export { coverage, type CoverageOptions } from "./coverage.ts";
export { dotMap, type DotMapOptions } from "./dot_map.ts";
export { draw, type Figure } from "./draw.ts";
export { forecastBands, type ForecastOptions } from "./forecast_bands.ts";
export type { Area, Areas } from "./geojson.ts";
export { heatmap, type HeatmapOptions } from "./heatmap.ts";
export { histogramGrid, type HistogramGridOptions } from "./histogram_grid.ts";
export { histogram, type HistogramOptions } from "./histogram.ts";
export { type HourCount, hoursOfDay } from "./hours.ts";
export { lags, type LagsOptions } from "./lags.ts";
export { line, type LineOptions } from "./line.ts";
export { noRows } from "./no_rows.ts";
export { residuals, type ResidualsOptions } from "./residuals.ts";
export { dressed, GREY, type Look, PALETTE, type Theme } from "./theme.ts";
