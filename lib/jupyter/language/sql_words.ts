/** Keywords of QuestDB's SQL, as they are used together. https://questdb.com/docs/reference/sql/overview/ */
export const KEYWORDS = [
  ...["select", "distinct", "from", "where", "and", "or", "not", "in", "between", "like", "ilike"],
  ...["is null", "is not null", "as", "group by", "order by", "asc", "desc", "limit", "union"],
  ...["union all", "except", "intersect", "with", "case", "when", "then", "else", "end", "cast"],
  ...["join", "left join", "inner join", "cross join", "asof join", "lt join", "splice join", "on"],
  ...["sample by", "align to calendar", "align to first observation", "fill", "latest on"],
  ...["partition by", "over", "rows between", "window", "tolerance", "explain", "show tables"],
  ...["show columns from", "create table", "create materialized view", "insert into", "update"],
  ...["set", "values", "alter table", "drop table", "truncate table", "timestamp", "null", "true"],
  ...["false", "with time zone", "declare", "pivot"],
];

/** A table that a statement names. */
export interface NamedTable {
  table: string;
  alias?: string;
}

const NAME =
  /\b(?:from|join|into|update|table)\s+(?:"([^"]+)"|\$\{\s*([\w$.]+)\s*\}|([\w.]+))(?:\s+(?:as\s+)?([a-z_]\w*))?/gi;
const WORDS = new Set(KEYWORDS.flatMap((words) => words.split(" ")));

/**
 * The tables that a statement names, before or after the cursor. A stream stands for its table:
 * `${githubEvents}` for `github_events`, with the namespace's prefix if there is one.
 */
export function namedTables(sql: string, known: Iterable<string>): NamedTable[] {
  const tables = [...known];
  return [...sql.matchAll(NAME)].flatMap(([, quoted, stream, plain, alias]) => {
    const name = quoted ?? plain ?? snake(stream!);
    const table = tables.find((table) =>
      stream === undefined ? table === name : table === name || table.endsWith(`_${name}`)
    );
    if (table === undefined) return [];
    return [{ table, ...alias && !WORDS.has(alias.toLowerCase()) ? { alias } : {} }];
  });
}

/** `githubEvents` as `github_events`. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Whether an index of a statement is inside a text literal or a comment. */
export function isQuoted(sql: string, cursor: number): boolean {
  const before = sql.slice(0, cursor).replace(
    /'(?:[^']|'')*'|"[^"]*"|--[^\n]*\n|\/\*[^]*?\*\//g,
    "",
  );
  return /['"]|--|\/\*/.test(before);
}
