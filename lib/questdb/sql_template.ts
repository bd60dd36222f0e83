import type { Stream } from "../streams/stream.ts";
import type { Row } from "./answer.ts";
import { placeOf, placeValues } from "./place_values.ts";

/** Marks what the tag `sql` made. JSON cannot hold it, so no data is taken for SQL. */
export const QUERY: unique symbol = Symbol("query");

/** The pieces of an SQL text, with the values between them. */
export interface QueryPieces {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

/** A piece of SQL with its values, to be nested in another. Awaited, it runs. */
export interface Query<T extends Row = Row> extends PromiseLike<T[]>, QueryPieces {
  readonly [QUERY]: true;
}

/**
 * Queries QuestDB: `` sql`select count() from ${taxiTrips} where fare > ${10}` ``. A stream becomes
 * its table's name, a nested `sql` piece its text, anything else a literal.
 */
export type Sql = <T extends Row = Row>(
  strings: TemplateStringsArray,
  ...values: unknown[]
) => Query<T>;

/** Whether a value is a declared stream. */
export const isStream = (value: unknown): value is Stream =>
  typeof value === "object" && value !== null && "columns" in value && "identity" in value &&
  typeof (value as Partial<Stream>).check === "function";
/** Whether a value is a piece of SQL. */
export const isQuery = (value: unknown): value is Query =>
  typeof value === "object" && value !== null && QUERY in value;

/**
 * The text of a query: nested pieces and table names in place, values as literals.
 *
 * @throws {TypeError} A value cannot be written into SQL; the message says what to write.
 */
export function flatten(query: QueryPieces, tableOf: (stream: Stream) => string): string {
  const found: unknown[] = [];
  const write = ({ strings, values }: QueryPieces): string =>
    strings.reduce((text, part, i) => {
      const value = values[i - 1];
      if (i === 0) return part;
      if (isQuery(value)) return text + write(value) + part;
      if (isStream(value)) return `${text}"${tableOf(value).replaceAll('"', '""')}"${part}`;
      return text + placeOf(found.push(value) - 1) + part;
    }, "");
  if (holdsNul(query)) throw new TypeError("Cannot send SQL with a NUL character: remove it");
  return placeValues(write(query), found);
}

function holdsNul({ strings, values }: QueryPieces): boolean {
  return strings.some((text) => text.includes("\0")) ||
    values.some((value) => isQuery(value) && holdsNul(value));
}
