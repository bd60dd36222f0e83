/** Everything that a notebook needs, from one import. */
import { loadEnvFile } from "./env_file.ts";

loadEnvFile();

export { about } from "./about.ts";
export type { Bundle, Displayable } from "./display/bundle.ts";
export { catalog } from "./display/catalog.ts";
export { describe, type Description } from "./display/describe.ts";
export { connect, type ConnectCalls } from "./connect.ts";
export { disconnect } from "./query/engine.ts";
export { frame } from "./frame/frame.ts";
export { Html, html } from "./display/html.ts";
export { input } from "./inputs/mod.ts";
export { kafka } from "./kafka.ts";
export {
  type FollowOptions,
  live,
  type LiveDisplayOptions,
  type LiveHandle,
} from "./display/live.ts";
export { ordersApi, type OrdersApiOptions } from "./orders_api.ts";
export { params } from "./params.ts";
export { progress, type ProgressBar } from "./display/progress_bar.ts";
export { sender, tableName } from "./sender.ts";
export { show } from "./display/show.ts";
export type { SqlOptions } from "./query/run_query.ts";
export { type NotebookQuery, type NotebookSql, sql } from "./query/sql.ts";
export { stopSignal } from "./stop.ts";
export { QueryError } from "../questdb/query_error.ts";
export { table } from "./display/table.ts";

export { svgFile } from "../charts/svg_file.ts";
export * as chart from "../charts/mod.ts";
export type { Figure } from "../charts/mod.ts";
export { anomalies, type AnomaliesOptions, type FoundAnomalies } from "./anomalies.ts";
export { forecast, type NotebookForecast, type NotebookForecastOptions } from "./forecast.ts";
export type { Row } from "../questdb/answer.ts";
export { deadLetters } from "../streams/dead_letters.ts";
export * from "../feeds/mod.ts";
export {
  defineStream,
  EpochTime,
  IPv4,
  Long,
  Nullable,
  type RecordOf,
  type Stream,
  // In a kernel the name `Symbol` would take the place of JavaScript's own, in libraries too.
  Symbol as SymbolField,
  Timestamp,
  Type,
  Uuid,
} from "../streams/define.ts";
export { defineFlow, type Flow, joinTable, mapStream, mapWithState } from "../flows/define.ts";
export * from "../flows/mod.ts";
export * as Plot from "./plot.ts";
export { runWindow } from "./windows/run_window.ts";
export type { RunWindowOptions, WindowCounts, WindowRows, WindowTimes } from "./windows/api.ts";
export {
  count,
  defineWindow,
  distinct,
  first,
  hopping,
  last,
  max,
  mean,
  min,
  notNull,
  sum,
  tumbling,
  type Window,
  type WindowOptions,
} from "../windows/define.ts";
export * from "../windows/declared/mod.ts";
export { windows } from "../windows/find.ts";
