import { fillCommand } from "../../feeds/fill.ts";
import { feeds } from "../../feeds/mod.ts";
import { literal } from "../../questdb/literal.ts";
import type { Names } from "../../questdb/query_error.ts";
import { askRest } from "../../questdb/rest.ts";
import type { NotebookDb } from "./engine.ts";

/** The names that a query can use, from the catalog of the database. */
export function knownNames({ endpoint }: Pick<NotebookDb, "endpoint">): Names {
  const list = async (text: string) => {
    const { rows } = await askRest<{ name: string }>(endpoint, text);
    return rows.map(({ name }) => name);
  };
  return {
    tables: () => list("select table_name name from tables() order by name"),
    columns: (table) => list(`select "column" name from table_columns(${literal(table)})`),
    functions: () => list("select distinct name from functions()"),
    fill: (table) => fillCommand(feeds, table),
  };
}
