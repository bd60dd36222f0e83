/** The database as the API's queries see it. */
import type { Row } from "../questdb/answer.ts";
import type { Stream } from "../streams/stream.ts";
import type { Bound } from "./bound.ts";
import type { Range } from "./segments.ts";
import type { SliceView } from "./views.ts";

/** What orders show of a product. */
export interface Product {
  name: string;
  image: string | null;
}

/** First and last time in a table, in microseconds since 1970. */
export interface Span {
  first: number;
  last: number;
}

/** What there was when it was last looked at. */
export interface TableFacts {
  /** Whether a stream has a table. */
  has(stream: Stream): boolean;
  /** The times of its rows; undefined without any. */
  span(stream: Stream): Span | undefined;
  /**
   * Up to which moment a view has every row that the table had some seconds ago, in microseconds since 1970:
   * not in the newest minutes, whose rows still come. Undefined if the table is to be read instead.
   */
  viewEnd(view: SliceView): number | undefined;
}

/** A row that a query of sums gives. */
export interface SumRow {
  [name: string]: unknown;
  name: string | null;
  orders: number;
  quantity: number | null;
}

/** Lines of orders under the names of a column, and the view that adds them up. */
export interface NamedLines {
  view: SliceView;
  /** The column of the view that holds the names. */
  column: string;
  /**
   * Queries over the tables, for a row of each order and name in a range: `timestamp`, `name`, `quantity`.
   * Orders are counted from these: count_distinct() of text takes more than twice as long (QuestDB 9.3).
   */
  lines(db: OrdersDb, facts: TableFacts, within: { range: Range; bound: Bound }): string[];
}

/** Sums by slice of all rows from a moment on, as they were when they were read. */
export interface Tail {
  /** The start of the first slice, in microseconds since 1970. */
  from: number;
  /** The time of the newest row: there was none after it. */
  last: number;
  /** Length of a slice, in microseconds. */
  slice: number;
  /** By the start of their slice. */
  rows: Map<number, SumRow[]>;
}

/** What the queries need. */
export interface OrdersDb {
  /** Runs a query with values for `$1`, `$2`, …. @throws {OverloadedError} Too many queries wait already. */
  ask<T extends Row>(text: string, parameters?: readonly (string | number)[]): Promise<T[]>;
  /** A stream's table as a name in SQL. */
  nameOf(stream: Stream): string;
  /** A view as a name in SQL. */
  viewOf(view: SliceView): string;
  /** Which tables there are, and how far their views are; half a second old at most. */
  facts(): Promise<TableFacts>;
  /** The newest slices of sums, which their view does not have yet; half a second old at most. */
  tail(lines: NamedLines): Promise<Tail | undefined>;
  /** The newest products by id; a second old at most. */
  products(): Promise<Map<string, Product>>;
}

/** An {@linkcode OrdersDb} that is connected. */
export interface OpenOrdersDb extends OrdersDb {
  /** Called with what a query failed with. */
  onError?: (error: unknown) => void;
  close(): Promise<void>;
}
