import { isQuery, isStream, type Query } from "../../questdb/sql_template.ts";
import type { Stream } from "../../streams/stream.ts";
import type { FrameLike } from "../frame/frame_like.ts";
import type { NotebookDb } from "./engine.ts";
import { knownNames } from "./known_names.ts";
import { type AskedQuery, type AskedText, flattened } from "./run_query.ts";

/** What can be shown or described: rows, a frame, a query that has not run, a stream, the name of a table. */
// deno-lint-ignore no-explicit-any
export type TableLike = readonly object[] | FrameLike | Query<any> | Stream<any> | string;

/** What the database is asked for. */
export type TableReference = Exclude<TableLike, readonly object[] | FrameLike>;

/** A table or query as SQL. */
export interface FromClause extends AskedText {
  /** The text after FROM. */
  from: string;
  /** For people. */
  name: string;
}

/** The FROM clause of a table; a name is looked up in the namespace first, then anywhere. */
export async function fromClause(
  source: TableReference,
  at: NotebookDb,
): Promise<FromClause> {
  if (isQuery(source)) {
    const text = flattened(source, at);
    const { error } = source as AskedQuery;
    return { from: `(\n${text}\n)`, name: "the query", text, ...error && { error } };
  }
  const name = isStream(source) ? at.db.tableOf(source) : await tableOf(String(source), at);
  const from = `"${name.replaceAll('"', '""')}"`;
  return { from, name, text: `select * from ${from}` };
}

async function tableOf(name: string, at: NotebookDb): Promise<string> {
  const tables = await knownNames(at).tables();
  return [at.db.prefix + name, name].find((known) => tables.includes(known)) ?? name;
}
