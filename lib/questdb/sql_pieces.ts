/** A piece of an SQL text, as QuestDB's lexer (9.3.4) sees it. All pieces together are the text. */
export interface SqlPiece {
  kind: "code" | "quoted" | "comment";
  text: string;
}

/** Closed quotes, a comment to the end of its line, marks of block comments, code between them. */
const PIECES =
  /'[^']*(?:''[^']*)*'(?!')|"[^"]*(?:""[^"]*)*"(?!")|`[^`]*`|--[^\r\n]*|\/\*|\*\/|[^'"`*/-]+|[^]/g;

/**
 * Splits an SQL text into code, quoted text and comments, where QuestDB does: `\r` ends a line, block
 * comments nest, and inside them quotes and `--` still hide a mark of their end. A quote that nothing
 * closes is code.
 */
export function* sqlPieces(sql: string): Generator<SqlPiece> {
  let depth = 0;
  for (const [text] of sql.matchAll(PIECES)) {
    if (text === "/*") depth++;
    const isComment = depth > 0 || text.startsWith("--");
    if (text === "*/" && depth > 0) depth--;
    const isQuoted = text.length > 1 && `'"\``.includes(text[0]!);
    yield { kind: isComment ? "comment" : isQuoted ? "quoted" : "code", text };
  }
}

/** An SQL text with a blank for each comment and `''` for each quoted text: what can be a keyword. */
export function sqlCode(sql: string): string {
  const seen = { comment: " ", quoted: "''" };
  return sqlPieces(sql).map(({ kind, text }) => kind === "code" ? text : seen[kind])
    .toArray().join("");
}
