/** The database as the API's queries see it. */
import type { Row } from "../questdb/answer.ts";
import type { Stream } from "../streams/stream.ts";
import type { NamedLines } from "./line_sums.ts";
import type { Tail } from "./tail.ts";
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
  /** The newest slices of sums, which their view does not have yet; a third of a second old at most. */
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
