import { isSqlCell as isMarked } from "../code/sql_mark.ts";

/** What encloses the cursor in a cell. */
export interface CursorContext {
  /** The SQL around the cursor, if it is in a `sql` template or in a cell of SQL. */
  sql?: { text: string; cursor: number };
  /** Where the string literal begins (its quote) in which the cursor is. */
  string?: number;
  /** Whether the cursor is in a comment, a regular expression, or the text of another template. */
  other: boolean;
  /** Open brackets around the cursor, the innermost last. */
  brackets: { at: number; kind: "(" | "[" | "{" }[];
}

interface Frame {
  at: number;
  kind: "(" | "[" | "{" | "${" | "`";
}

/** A tag whose template is SQL: `sql`, `sql.text`, `sql.write`, `sql.with({…})`, `sql<Row>`. */
const SQL_TAG = /\bsql(?:\.\w+(?:\([^()`]*\))?)*(?:<[^<>`]*>)?\s*$/;

/** How a cell begins that has the tag `sql` instead: its source does not say so. */
const SQL_START =
  /^\s*(?:\/\*\s*sql\b|select\s+[\w*"(]|with\s+\w+\s+as\s*\(|explain\s+\w|show\s+\w)/i;

/** Whether a cell is SQL as a whole. */
export function isSqlCell(cell: string): boolean {
  return isMarked(cell) || SQL_START.test(cell);
}

/** Finds what encloses an index of a cell that may be half typed. Reads it up to there. */
export function cursorContext(cell: string, cursor: number): CursorContext {
  if (isSqlCell(cell)) {
    const start = /^\s*--/.test(cell) ? cell.indexOf("\n") + 1 || cell.length : 0;
    const inside = cursor >= start;
    return {
      ...inside && { sql: { text: cell.slice(start), cursor: cursor - start } },
      other: !inside,
      brackets: [],
    };
  }
  const frames: Frame[] = [];
  let at = 0;
  while (at < cursor) {
    const top = frames.at(-1);
    const char = cell[at]!;
    if (top?.kind === "`") {
      if (char === "\\") at++;
      else if (char === "`") frames.pop();
      else if (cell.startsWith("${", at)) frames.push({ at: at++, kind: "${" });
      at++;
      continue;
    }
    const skipped = skip(cell, at, cursor);
    if (skipped === "string") return { string: at, other: false, brackets: bracketsOf(frames) };
    if (skipped === "other") return { other: true, brackets: bracketsOf(frames) };
    if (skipped > at) {
      at = skipped;
      continue;
    }
    if (char === "`" || char === "(" || char === "[" || char === "{") {
      frames.push({ at, kind: char });
    } else if (char === ")" || char === "]" || char === "}") frames.pop();
    at++;
  }
  const top = frames.at(-1);
  if (top?.kind !== "`") return { other: false, brackets: bracketsOf(frames) };
  const brackets = bracketsOf(frames);
  if (!SQL_TAG.test(cell.slice(0, top.at))) return { other: true, brackets };
  const end = templateEnd(cell, cursor);
  return {
    sql: { text: cell.slice(top.at + 1, end), cursor: cursor - top.at - 1 },
    other: false,
    brackets,
  };
}

/** The index after a string or comment that begins here; what it is if the cursor is inside. */
function skip(cell: string, at: number, cursor: number): number | "string" | "other" {
  const char = cell[at];
  if (char === '"' || char === "'") {
    for (let end = at + 1; end < cursor; end++) {
      if (cell[end] === "\\") end++;
      else if (cell[end] === char || cell[end] === "\n") return end + 1;
    }
    return "string";
  }
  if (cell.startsWith("//", at)) {
    const end = cell.indexOf("\n", at);
    return end < 0 || end >= cursor ? "other" : end;
  }
  if (cell.startsWith("/*", at)) {
    const end = cell.indexOf("*/", at + 2);
    return end < 0 || end + 2 > cursor ? "other" : end + 2;
  }
  if (char === "/" && /(?:^|[=(,:;!&|?{}[]|\breturn)\s*$/.test(cell.slice(0, at))) {
    const [regex] = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/\w*/.exec(cell.slice(at)) ?? [];
    if (regex) return at + regex.length > cursor ? "other" : at + regex.length;
  }
  return at;
}

function bracketsOf(frames: readonly Frame[]): CursorContext["brackets"] {
  return frames.flatMap(({ at, kind }) =>
    kind === "`" ? [] : [{ at: kind === "${" ? at + 1 : at, kind: kind === "${" ? "{" : kind }]
  );
}

/** Where the template around an index ends, the end of the cell if it is open. */
function templateEnd(cell: string, cursor: number): number {
  let depth = 0;
  for (let at = cursor; at < cell.length; at++) {
    if (cell[at] === "\\") at++;
    else if (cell.startsWith("${", at)) depth++;
    else if (cell[at] === "}" && depth > 0) depth--;
    else if (cell[at] === "`" && depth === 0) return at;
  }
  return cell.length;
}
