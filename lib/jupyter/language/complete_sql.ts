import { matching } from "./shown_names.ts";
import type { SqlNames } from "./sql_catalog.ts";
import { isQuoted, KEYWORDS, namedTables } from "./sql_words.ts";
import type { Suggestion, Suggestions } from "./suggestion.ts";

/** A name is a table after these words. */
const BEFORE_TABLE = /\b(?:from|join|into|update|table|columns\s+from)\s+[\w$]*$/i;

/**
 * Suggests tables, columns, functions and keywords at an index of a statement (UTF-16). The columns
 * are those of the tables that the statement names.
 */
export function completeSql(sql: string, cursor: number, known: SqlNames): Suggestions {
  const before = sql.slice(0, cursor);
  const [word] = /[\w$]*$/.exec(before)!;
  const start = cursor - word.length;
  if (isQuoted(sql, cursor)) return { start, items: [] };
  const tables = [...known.tables.keys()];
  const named = namedTables(sql, tables);
  const columnsOf = (table: string): Suggestion[] =>
    known.tables.get(table)?.map(({ name }) => ({ text: quoted(name), type: "column" })) ?? [];
  const tableItems = tables.map((table) => ({ text: quoted(table), type: "table" }));
  const owner = /(\w+)"?\.\w*$/.exec(before)?.[1];
  const own = named.find(({ table, alias }) => owner === (alias ?? table) || owner === table);
  const items = owner !== undefined
    ? own ? columnsOf(own.table) : []
    : BEFORE_TABLE.test(before)
    ? tableItems
    : [
      ...named.flatMap(({ table }) => columnsOf(table)),
      ...KEYWORDS.map((text) => ({ text, type: "keyword" })),
      ...tableItems,
      ...known.functions.map(({ name }) => ({ text: name, type: "function" })),
    ];
  return { start, items: matching(items, word, ({ text }) => text.replace(/^"/, "")) };
}

function quoted(name: string): string {
  return /^[a-z_]\w*$/i.test(name) ? name : `"${name}"`;
}
