import { isQuery, isStream, type Query } from "../questdb/sql_template.ts";
import { withLiterals } from "../questdb/literal.ts";
import type { Stream } from "../streams/stream.ts";
import type { NotebookDb } from "./engine.ts";
import { knownNames } from "./known_names.ts";
import { flattened } from "./run_query.ts";

/** What can be shown or described: rows, a query that has not run, a stream, a table's name. */
// deno-lint-ignore no-explicit-any
export type Source = readonly object[] | Query<any> | Stream<any> | string;

/** A source that the database is asked about. */
export interface AskedSource {
  /** What stands behind FROM. */
  from: string;
  /** For people. */
  name: string;
  /** The query's text, for error messages and reasons. */
  text: string;
}

/** What the database is asked about: a name is looked for in the namespace first, then anywhere. */
export async function asked(
  source: Exclude<Source, readonly object[]>,
  at: NotebookDb,
): Promise<AskedSource> {
  if (isQuery(source)) {
    const { text, parameters } = flattened(source, at);
    const whole = withLiterals(text, parameters);
    return { from: `(\n${whole}\n)`, name: "the query", text: whole };
  }
  const name = isStream(source) ? at.db.tableOf(source) : await tableOf(String(source), at);
  const from = `"${name.replaceAll('"', '""')}"`;
  return { from, name, text: `select * from ${from}` };
}

async function tableOf(name: string, at: NotebookDb): Promise<string> {
  const tables = await knownNames(at).tables();
  return [at.db.prefix + name, name].find((known) => tables.includes(known)) ?? name;
}
