import type { CursorContext } from "./cursor_context.ts";

/** A string in a call whose first argument may be rows: `chart.line(rows, { x: "` */
export interface ColumnString {
  /** The code of the first argument. */
  rows: string;
  /** Where the call begins: `chart` of `chart.line(`. */
  call: number;
  /** Where the text of the string begins. */
  start: number;
}

/** Options of charts and tables that are text of their own, not columns. */
const TEXTS = new Set([
  ...["title", "subtitle", "caption", "unit", "label", "name", "theme", "xLabel", "yLabel"],
  ...["width", "height", "alt", "text"],
]);

/** Finds whether a string at the cursor may name a column of the rows that the same call gets. */
export function columnString(cell: string, context: CursorContext): ColumnString | undefined {
  if (context.string === undefined) return undefined;
  const brackets = [...context.brackets];
  let last = brackets.pop();
  if (last?.kind === "[") last = brackets.pop();
  if (last?.kind === "{") {
    const key = /([\w$]+)\s*:[^:]*$/.exec(cell.slice(last.at, context.string))?.[1];
    if (key === undefined || TEXTS.has(key)) return undefined;
    last = brackets.pop();
  }
  if (last?.kind !== "(") return undefined;
  const [callee] = /[\w$]+(?:\??\.[\w$]+)*\s*$/.exec(cell.slice(0, last.at)) ?? [];
  if (callee === undefined) return undefined;
  const rows = firstArgument(cell.slice(last.at + 1, context.string));
  if (rows === undefined) return undefined;
  return { rows, call: last.at - callee.length, start: context.string + 1 };
}

/** The text before the first comma that is not in brackets or quotes. */
function firstArgument(text: string): string | undefined {
  let depth = 0;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote) {
      if (char === "\\") i++;
      else if (char === quote) quote = "";
    } else if (/["'`]/.test(char)) quote = char;
    else if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char)) depth--;
    else if (char === "," && depth === 0) return text.slice(0, i).trim() || undefined;
  }
  return undefined;
}
