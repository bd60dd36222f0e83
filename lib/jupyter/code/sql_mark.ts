/** How a cell says that it is SQL. No packages: the extension of JupyterLab uses it too. */

/** `-- sql name` as the first line; as a block comment, the query may follow in the same line. */
const MARK =
  /^\s*(?:--[ \t]*sql(?![\w.$;(])[ \t]*([^\r\n]*?)[ \t]*(?:\r?\n|$)|\/\*[ \t]*sql(?!\w)[ \t]*([^\r\n]*?)[ \t]*\*\/)/i;

/** The name of an SQL cell's answer if its first line gives none. */
const ANSWER = "answer";

/** Whether a cell is SQL: its first line is `-- sql`, with a name for the answer if wanted. */
export function isSqlCell(source: string): boolean {
  return MARK.test(source);
}

/** Marks the source of a cell that has the tag `sql`, unless its text says so itself. */
export function markedSql(source: string): string {
  return isSqlCell(source) ? source : `/* sql */${source}`;
}

/** The variable that keeps the answer of a cell of SQL, as it stands there. */
export function answerOf(source: string): string {
  const found = MARK.exec(source);
  return found?.[1] || found?.[2] || ANSWER;
}
