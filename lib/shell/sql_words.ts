/** Words of QuestDB's SQL for completion, in the shell and in the browser. */

/** Keywords, and functions that are needed most. */
export const KEYWORDS: readonly string[] =
  ("select from where and or not in is null as distinct group order by asc desc limit " +
    "sample by fill latest on partition asof join left inner cross with union all case when then else " +
    "end count() avg( sum( min( max( first( last( between like ilike insert into values update set " +
    "create table view alter drop truncate show explain").split(" ");

/** The tables that a text names. */
export function namedIn(text: string, tables: readonly string[]): string[] {
  return tables.filter((table) =>
    new RegExp(`(?<!\\w)${RegExp.escape(table)}(?!\\w)`, "i").test(text)
  );
}
