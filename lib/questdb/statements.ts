import { sqlCode, sqlPieces } from "./sql_pieces.ts";

/** A statement of an SQL text. */
export interface Statement {
  /** Without the semicolon, and without blanks around it. */
  text: string;
  /** Index of its first character in the whole text. */
  start: number;
}

/** Statements, and what no semicolon ends yet. */
export interface Statements {
  statements: Statement[];
  /** What comes after the last semicolon; undefined if that is blank or a whole comment. */
  rest: Statement | undefined;
}

/**
 * Splits an SQL text at its semicolons, but not in quotes or comments. A quote or comment that
 * nothing closes reaches to the end of the text. Statements without code are left out.
 */
export function statementsOf(sql: string): Statements {
  const statements: Statement[] = [];
  let from = 0, at = 0, depth = 0, unclosed = false;
  for (const { kind, text } of sqlPieces(sql)) {
    if (kind === "comment") depth += text === "/*" ? 1 : text === "*/" ? -1 : 0;
    else if (kind === "code") {
      unclosed ||= text.length === 1 && `'"\``.includes(text);
      for (let i = text.indexOf(";"); i >= 0 && !unclosed; i = text.indexOf(";", i + 1)) {
        const one = statementAt(sql, from, at + i);
        if (one) statements.push(one);
        from = at + i + 1;
      }
    }
    at += text.length;
  }
  const rest = statementAt(sql, from, sql.length, depth > 0);
  return { statements, rest };
}

function statementAt(
  sql: string,
  from: number,
  to: number,
  keepComment = false,
): Statement | undefined {
  const text = sql.slice(from, to);
  if (!keepComment && sqlCode(text).trim() === "") return undefined;
  return { text: text.trim(), start: from + text.length - text.trimStart().length };
}
