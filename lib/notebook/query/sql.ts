import { resolve } from "node:path";
import type { ColumnTable } from "arquero";
import type { Row } from "../../questdb/answer.ts";
import { QueryError } from "../../questdb/query_error.ts";
import { QUERY, type Query, type QueryPieces } from "../../questdb/sql_template.ts";
import type { Exported } from "../../questdb/export.ts";
import { type AskedQuery, exportAnswer, runQuery, type SqlOptions } from "./run_query.ts";
import { frameOf } from "../frame/frame.ts";
import { notAwaited } from "./not_awaited.ts";
import { fromFile } from "./sql_file.ts";

/** A query. It runs when it is awaited; it can also be part of another query. */
export interface NotebookQuery<T extends Row = Row> extends Query<T> {
  /** The same query with another maximum number of rows. */
  limit(rows: number): NotebookQuery<T>;
  /**
   * All its rows in a table of arquero, to group, pivot, join and compute over windows in memory. It is
   * filled as the answer arrives, in less memory than rows need.
   */
  frame(): Promise<ColumnTable>;
  /** Writes all its rows to a CSV file. */
  csv(file: string): Promise<Exported>;
  /** Writes all its rows to a Parquet file. */
  parquet(file: string): Promise<Exported>;
}

/** The tag `sql` and its variants. */
export interface NotebookSql {
  <T extends Row = Row>(strings: TemplateStringsArray, ...values: unknown[]): NotebookQuery<T>;
  /** The same tag with other options. */
  with(options: SqlOptions): NotebookSql;
  /** The same tag with times as ISO text with microseconds. */
  readonly text: NotebookSql;
  /** The same tag for statements that create, change or drop tables: `sql` itself may only read. */
  readonly write: NotebookSql;
  /** A query from a file; `:name` stands for a parameter, a stream or a piece of SQL. */
  file<T extends Row = Row>(path: string, params?: Record<string, unknown>): NotebookQuery<T>;
  /** A table or column whose name is known only at run time, quoted: `` sql`select * from ${sql.id(t)}` ``. */
  id(name: string): Query;
}

/**
 * Asks QuestDB: `` await sql`select count() from ${taxiTrips} where fare > ${10}` ``. A stream stands
 * for its table, another `sql` for its text, a list for the values of `in (${list})`, anything else for
 * itself: text, a number, a bigint, a boolean, a Date, null. No text can be more than a text. Stop
 * ends the query in the database. It only reads; `` sql.write`…` `` changes tables.
 *
 * @throws {QueryError} QuestDB refused the query: the line, a caret, and what may have been meant.
 * @throws {TypeError} A value cannot be written into SQL, such as NaN or an object.
 * @throws {UnavailableError} QuestDB cannot be reached.
 */
export const sql: NotebookSql = tag({});

/** Why `sql("select 1")` fails. */
const CALLED =
  "sql is a tag of template literals, not a function: write await sql`select …`, with " +
  "backquotes and without parentheses; for the text of a file: sql.file(path)";

function tag(options: SqlOptions): NotebookSql {
  /** @param caller The function that the user called: the stack of an error begins below it. */
  function ask<T extends Row>(
    { strings, values }: QueryPieces,
    caller: (...args: never[]) => unknown,
  ) {
    const error = new QueryError();
    Error.captureStackTrace(error, caller);
    return query<T>({ strings, values, error }, options);
  }
  function template<T extends Row>(strings: TemplateStringsArray, ...values: unknown[]) {
    if (!Array.isArray(strings?.raw)) throw new TypeError(CALLED);
    return ask<T>({ strings, values }, template);
  }
  function file<T extends Row>(path: string, params: Record<string, unknown> = {}) {
    return ask<T>(fromFile(Deno.readTextFileSync(resolve(path)), params, path), file);
  }
  function id(name: string) {
    return ask({ strings: [`"${name.replaceAll('"', '""')}"`], values: [] }, id);
  }
  const made = Object.assign(template, {
    with: (more: SqlOptions) => tag({ ...options, ...more }),
    file,
    id,
  });
  const variant = (more: SqlOptions) => ({ get: () => tag({ ...options, ...more }) });
  return Object.defineProperties(made, {
    text: variant({ times: "text" }),
    write: variant({ write: true }),
  }) as unknown as NotebookSql;
}

function query<T extends Row>(piece: AskedQuery, options: SqlOptions): NotebookQuery<T> {
  return notAwaited({
    ...piece,
    [QUERY]: true,
    then: (done, failed) => runQuery<T>(piece, options).then(done, failed),
    limit: (limit) => query<T>(piece, { ...options, limit }),
    frame: () => frameOf(piece, options),
    csv: (file) => exportAnswer(piece, { ...options, file, format: "csv" }),
    parquet: (file) => exportAnswer(piece, { ...options, file, format: "parquet" }),
  });
}
