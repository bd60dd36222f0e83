import type { Stream } from "../streams/stream.ts";
import type { Aggregate } from "./aggregates.ts";
import type { WindowKind } from "./kinds.ts";

/** A filter: a field must have a value, or any value. */
export type Filter = string | number | boolean | typeof NOT_NULL;

/** The filter of a field that must have a value: {@linkcode notNull}. */
export const NOT_NULL: unique symbol = Symbol("not null");

/** Only records in which the field has a value: `where: { pickup_community_area: notNull() }`. */
export function notNull(): typeof NOT_NULL {
  return NOT_NULL;
}

/** When the rows of a window are written: once when it closes, at each change, or at intervals. */
export type Emit = "final" | "changes" | `every:${string}`;

/** The declaration of a window, for `defineWindow`. */
export interface WindowOptions {
  /** Names the output: topic and table `<name>_deno`, `<name>_questdb`, `<name>_flink`. */
  name: string;
  /** The stream that is read. */
  from: Stream;
  /** How time is cut. */
  window: WindowKind;
  /** Only records with these values are counted. @default all */
  where?: Readonly<Record<string, Filter>>;
  /** Fields with which the records are grouped. @default all records together */
  by?: readonly string[];
  /** The output fields, by their names. */
  aggregate: Readonly<Record<string, Aggregate>>;
  /** How much older than the newest record of its partition a record may be: `5s`. @default "0s" */
  grace?: string;
  /** When rows are written. @default "final" */
  emit?: Emit;
  /** After this long without a record a partition no longer holds back the time: `30s`. @default "30s" */
  idle?: string;
  /**
   * A record whose time is further ahead of the clock than this, as one of the year 2099, is counted in its
   * own window and does not move the watermark. @default "1d"
   */
  ahead?: string;
}

/** A declared window. */
export interface Window {
  readonly name: string;
  readonly from: Stream;
  readonly kind: WindowKind;
  readonly where: Readonly<Record<string, Filter>>;
  readonly by: readonly string[];
  readonly aggregate: Readonly<Record<string, Aggregate>>;
  /** In milliseconds, as the next three. */
  readonly grace: number;
  readonly idle: number;
  readonly ahead: number;
  readonly emit: "final" | "changes" | { readonly every: number };
}

/** Whether a value is a declared window. */
export function isWindow(value: unknown): value is Window {
  const { from, kind, aggregate, grace } = Object(value) as Record<string, unknown>;
  return typeof from === "object" && typeof kind === "object" && typeof aggregate === "object" &&
    typeof grace === "number";
}

/** The engines that run a window. */
export const WINDOW_ENGINES = ["deno", "questdb", "flink"] as const;
/** One of {@linkcode WINDOW_ENGINES}. */
export type WindowEngine = typeof WINDOW_ENGINES[number];

/** A row of a window's output: start and end as ISO text, its keys and aggregates. */
export interface WindowRow {
  window_start: string;
  window_end: string;
  [field: string]: string | number | null;
}
