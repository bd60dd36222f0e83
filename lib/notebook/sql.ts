import { resolve } from "node:path";
import type { Row, Times } from "../questdb/answer.ts";
import type { Query } from "../questdb/sql_template.ts";
import type { Exported } from "../questdb/export.ts";
import { type AskedQuery, exportAnswer, runQuery } from "./run_query.ts";
import { fromFile } from "./sql_file.ts";

/** How queries are asked. */
export interface SqlOptions {
  /** Most rows that come into the notebook; the rest is told in a note. @default 100000 */
  limit?: number;
  /** Times as Date (milliseconds) or as ISO text with microseconds. @default "date" */
  times?: Times;
  /** Ends the query, besides Stop. */
  signal?: AbortSignal;
  /** Takes the note that there are more rows. @default console.log */
  log?: (note: string) => void;
}

/** A query. It runs when it is awaited, or piece by piece of another. */
export interface NotebookQuery<T extends Row = Row> extends Query<T> {
  /** The same query with most rows of its own. */
  limit(rows: number): NotebookQuery<T>;
  /** Writes all its rows into a CSV file. */
  csv(file: string): Promise<Exported>;
  /** Writes all its rows into a Parquet file. */
  parquet(file: string): Promise<Exported>;
}

/** The tag `sql`, with what belongs to it. */
export interface NotebookSql {
  <T extends Row = Row>(strings: TemplateStringsArray, ...values: unknown[]): NotebookQuery<T>;
  /** The same tag with other options. */
  with(options: SqlOptions): NotebookSql;
  /** The same tag with times as ISO text of microseconds. */
  readonly text: NotebookSql;
  /** A query from a file, in which `:name` stands for a parameter, a stream or a piece of SQL. */
  file<T extends Row = Row>(path: string, params?: Record<string, unknown>): NotebookQuery<T>;
  /** A table or column by a name that is only known now, quoted: `` sql`select * from ${sql.id(t)}` ``. */
  id(name: string): Query;
}

/**
 * Asks QuestDB: `` await sql`select count() from ${taxiTrips} where fare > ${10}` ``. A stream stands
 * for its table, a piece of `sql` for itself, anything else is a bound parameter. Stop ends the query
 * in the database.
 *
 * @throws {SyntaxError} QuestDB refused the query: line, caret, and what may have been meant.
 * @throws {UnavailableError} QuestDB cannot be reached.
 */
export const sql: NotebookSql = tag({});

function tag(options: SqlOptions): NotebookSql {
  const ask = <T extends Row>(strings: readonly string[], values: readonly unknown[]) =>
    query<T>({ strings, values }, options);
  const made = Object.assign(
    <T extends Row>(strings: TemplateStringsArray, ...values: unknown[]) => ask<T>(strings, values),
    {
      with: (more: SqlOptions) => tag({ ...options, ...more }),
      file<T extends Row>(path: string, params: Record<string, unknown> = {}) {
        const { strings, values } = fromFile(Deno.readTextFileSync(resolve(path)), params, path);
        return ask<T>(strings, values);
      },
      id: (name: string) => ask([`"${name.replaceAll('"', '""')}"`], []),
    },
  );
  const text = () => tag({ ...options, times: "text" });
  return Object.defineProperty(made, "text", { get: text }) as unknown as NotebookSql;
}

function query<T extends Row>(piece: AskedQuery, options: SqlOptions): NotebookQuery<T> {
  return {
    ...piece,
    then: (done, failed) => runQuery<T>(piece, options).then(done, failed),
    limit: (limit) => query<T>(piece, { ...options, limit }),
    csv: (file) => exportAnswer(piece, { ...options, file, format: "csv" }),
    parquet: (file) => exportAnswer(piece, { ...options, file, format: "parquet" }),
  };
}
