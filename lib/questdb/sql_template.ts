import type { Stream } from "../streams/stream.ts";
import type { Row } from "./answer.ts";

/** A piece of SQL with its parameters, to be nested in another. Awaited, it runs. */
export interface Query<T extends Row = Row> extends PromiseLike<T[]> {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

/**
 * Queries QuestDB: `` sql`select count() from ${taxiTrips} where fare > ${10}` ``. A stream becomes
 * its table's name, a nested `sql` piece its text, anything else a bound parameter.
 */
export type Sql = <T extends Row = Row>(
  strings: TemplateStringsArray,
  ...values: unknown[]
) => Query<T>;

/** Whether a value is a declared stream. */
export const isStream = (value: unknown): value is Stream =>
  typeof value === "object" && value !== null && "columns" in value && "identity" in value;
/** Whether a value is a piece of SQL. */
export const isQuery = (value: unknown): value is Query =>
  typeof value === "object" && value !== null && "strings" in value && "values" in value;

/** Joins a query, its nested pieces and table names into one text, with `$n` for the parameters. */
export function flatten(
  query: Pick<Query, "strings" | "values">,
  tableOf: (stream: Stream) => string,
) {
  const parameters: unknown[] = [];
  const write = ({ strings, values }: Pick<Query, "strings" | "values">): string =>
    strings.reduce((text, part, i) => {
      const value = values[i - 1];
      if (isQuery(value)) return text + write(value) + part;
      if (isStream(value)) return `${text}"${tableOf(value)}"${part}`;
      return `${text}$${parameters.push(value)}${part}`;
    });
  return { text: write(query), parameters };
}
