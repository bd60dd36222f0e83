import { resolve } from "node:path";
import type { Row } from "../../questdb/answer.ts";
import type { Query } from "../../questdb/sql_template.ts";
import type { Exported } from "../../questdb/export.ts";
import { type AskedQuery, exportAnswer, runQuery, type SqlOptions } from "./run_query.ts";
import { notAwaited } from "./not_awaited.ts";
import { fromFile } from "./sql_file.ts";

/** A query. It runs when it is awaited; it can also be part of another query. */
export interface NotebookQuery<T extends Row = Row> extends Query<T> {
  /** The same query with another maximum number of rows. */
  limit(rows: number): NotebookQuery<T>;
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
 * for its table, another `sql` for its text, anything else is a bound parameter. Stop ends the query
 * in the database. It only reads; `` sql.write`…` `` changes tables.
 *
 * @throws {SyntaxError} QuestDB refused the query: the line, a caret, and what may have been meant.
 * @throws {UnavailableError} QuestDB cannot be reached.
 */
export const sql: NotebookSql = tag({});

/** Why `sql("select 1")` fails. */
const CALLED =
  "sql is a tag of template literals, not a function: write await sql`select …`, with " +
  "backquotes and without parentheses; for the text of a file: sql.file(path)";

function tag(options: SqlOptions): NotebookSql {
  const ask = <T extends Row>(strings: readonly string[], values: readonly unknown[]) =>
    query<T>({ strings, values }, options);
  const made = Object.assign(
    <T extends Row>(strings: TemplateStringsArray, ...values: unknown[]) => {
      if (!Array.isArray(strings?.raw)) throw new TypeError(CALLED);
      return ask<T>(strings, values);
    },
    {
      with: (more: SqlOptions) => tag({ ...options, ...more }),
      file<T extends Row>(path: string, params: Record<string, unknown> = {}) {
        const { strings, values } = fromFile(Deno.readTextFileSync(resolve(path)), params, path);
        return ask<T>(strings, values);
      },
      id: (name: string) => ask([`"${name.replaceAll('"', '""')}"`], []),
    },
  );
  const variant = (more: SqlOptions) => ({ get: () => tag({ ...options, ...more }) });
  return Object.defineProperties(made, {
    text: variant({ times: "text" }),
    write: variant({ write: true }),
  }) as unknown as NotebookSql;
}

function query<T extends Row>(piece: AskedQuery, options: SqlOptions): NotebookQuery<T> {
  return notAwaited({
    ...piece,
    then: (done, failed) => runQuery<T>(piece, options).then(done, failed),
    limit: (limit) => query<T>(piece, { ...options, limit }),
    csv: (file) => exportAnswer(piece, { ...options, file, format: "csv" }),
    parquet: (file) => exportAnswer(piece, { ...options, file, format: "parquet" }),
  });
}
