/** The declared windows. To add one: a file beside this one, and a line here. */
export * from "./github_types_1m.ts";
export * from "./orders_overview.ts";
export * from "./taxi_fare_5s.ts";
export * from "./taxi_hotspots_area.ts";
export * from "./taxi_hotspots_centroid.ts";
export * from "./taxi_totals_1d.ts";
export * from "./transactions_3s.ts";
