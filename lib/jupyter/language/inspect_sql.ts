import type { SqlNames } from "./sql_catalog.ts";
import { isQuoted, namedTables } from "./sql_words.ts";

/** Says what a name in a statement is: a table with its columns, a column, a function. Markdown. */
export function inspectSql(sql: string, cursor: number, known: SqlNames): string | undefined {
  if (isQuoted(sql, cursor)) return undefined;
  const [before] = /[\w$]*$/.exec(sql.slice(0, cursor))!;
  const [after] = /^[\w$]*/.exec(sql.slice(cursor))!;
  const name = before + after;
  if (name === "") return undefined;
  const columns = known.tables.get(name);
  if (columns) {
    const lines = columns.map(({ name, type }) => `| ${name} | ${type} |`);
    return [`table **${name}**`, "", "| column | type |", "| --- | --- |", ...lines].join("\n");
  }
  const found = namedTables(sql, known.tables.keys()).flatMap(({ table }) =>
    known.tables.get(table)!.filter((column) => column.name === name)
      .map(({ type }) => `column **${name}** of ${table}: ${type}`)
  );
  if (found.length > 0) return found.join("\n\n");
  const signatures = known.functions.filter((other) => other.name === name.toLowerCase())
    .map(({ signature }) => signature);
  if (signatures.length === 0) return undefined;
  return `\`\`\`sql\n${[...new Set(signatures)].slice(0, 20).join("\n")}\n\`\`\``;
}
