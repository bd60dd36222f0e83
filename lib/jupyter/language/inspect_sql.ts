import type { SqlCatalog } from "./sql_catalog.ts";
import { isQuoted, namedTables } from "./sql_words.ts";

/** Says what a name in a statement is: a table with its columns, a column, a function. Markdown. */
export async function inspectSql(
  sql: string,
  cursor: number,
  catalog: Pick<SqlCatalog, "names" | "columnsOf">,
): Promise<string | undefined> {
  if (isQuoted(sql, cursor)) return undefined;
  const [before] = /[\w$]*$/.exec(sql.slice(0, cursor))!;
  const [after] = /^[\w$]*/.exec(sql.slice(cursor))!;
  const name = before + after;
  if (name === "") return undefined;
  const known = await catalog.names();
  if (known.tables.has(name)) {
    const lines = (await catalog.columnsOf(name)).map(({ name, type }) => `| ${name} | ${type} |`);
    return [`table **${name}**`, "", "| column | type |", "| --- | --- |", ...lines].join("\n");
  }
  const tables = namedTables(sql, known.tables.keys()).map(({ table }) => table)
    .filter((table) => known.tables.get(table)!.some((column) => column.name === name));
  if (tables.length > 0) {
    const lines = tables.map(async (table) => {
      const column = (await catalog.columnsOf(table)).find((column) => column.name === name);
      return `column **${name}** of ${table}: ${column?.type}`;
    });
    return (await Promise.all(lines)).join("\n\n");
  }
  const signatures = known.functions.filter((other) => other.name === name.toLowerCase())
    .map(({ signature }) => signature);
  if (signatures.length === 0) return undefined;
  return `\`\`\`sql\n${[...new Set(signatures)].slice(0, 20).join("\n")}\n\`\`\``;
}
