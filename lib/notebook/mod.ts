/** The analyst's face: everything that a notebook needs from one import. */
import { loadEnvFile } from "./env_file.ts";

loadEnvFile();

export { about } from "./about.ts";
export type { Bundle, Displayable } from "./bundle.ts";
export { catalog } from "./catalog.ts";
export { describe, type Description } from "./describe.ts";
export { disconnect } from "./engine.ts";
export { Html, html } from "./html.ts";
export { kafka } from "./kafka.ts";
export { live, type LiveOptions } from "./live.ts";
export { params } from "./params.ts";
export { type Bar, progress } from "./progress.ts";
export { sender, tableName } from "./sender.ts";
export { show } from "./show.ts";
export { type NotebookQuery, type NotebookSql, sql, type SqlOptions } from "./sql.ts";
export { stopSignal } from "./stop.ts";
export { table } from "./table.ts";

export { svgFile } from "../charts/svg_file.ts";
export * as chart from "../charts/mod.ts";
export type { Figure } from "../charts/mod.ts";
export { forecast, type NotebookForecast, type NotebookForecastOptions } from "./forecast.ts";
export type { Row } from "../questdb/answer.ts";
export { deadLetters } from "../streams/dead_letters.ts";
export { githubEvents, orderItems, orders, products, taxiTrips, users } from "../streams/mod.ts";
export * as Plot from "@observablehq/plot";
