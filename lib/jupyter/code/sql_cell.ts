import { parseExpression } from "@babel/parser";
import { answerOf, isSqlCell } from "./sql_mark.ts";

/** Quoted text, comments, and where an expression begins: what sqlPieces of lib/questdb sees. */
const PIECE =
  /'[^']*(?:''[^']*)*'(?!')|"[^"]*(?:""[^"]*)*"(?!")|`[^`]*`|--[^\r\n]*|\/\*|\*\/|\$\{|[^]/gy;

/** The notebook API, which has `sql` and `show`. */
const LIBRARY = new URL("../../notebook/mod.ts", import.meta.url).href;

/**
 * The TypeScript of a cell: for a cell of SQL, code that asks the notebook's `sql` (which only
 * reads), keeps the rows in the named variable and shows them; any other source as it is.
 *
 * `${…}` is a bound parameter, a stream or a piece of SQL, as in `sql`. Every line stays on its line,
 * so that QuestDB's errors point to the line of the cell.
 */
export function typescriptOf(source: string): string {
  if (!isSqlCell(source)) return source;
  try {
    const name = answerName(source);
    const library = `(await import(${JSON.stringify(LIBRARY)}))`;
    return `const ${name} = await ${library}.sql\`${template(source)}\`; ` +
      `await ${library}.show(${name});`;
  } catch (error) {
    // The kernel shows it as it shows any error of a cell; the check of notebooks reads sqlProblem().
    return `throw new SyntaxError(${JSON.stringify((error as Error).message)});`;
  }
}

/** What is wrong with a cell of SQL before QuestDB sees it; undefined if nothing is. */
export function sqlProblem(source: string): { message: string; line: number } | undefined {
  if (!isSqlCell(source)) return undefined;
  try {
    answerName(source);
    template(source);
  } catch (error) {
    const { message } = error as Error;
    return { message, line: Number(/, line (\d+)$/.exec(message)?.[1] ?? 1) };
  }
}

function answerName(source: string): string {
  const name = answerOf(source);
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) {
    try {
      parseExpression(`async (${name}) => { "use strict"; }`);
      return name;
    } catch {
      // A reserved word.
    }
  }
  throw new SyntaxError(
    `Cannot keep the answer as ${name}: the first line is -- sql, or -- sql and the name of a ` +
      "variable, as -- sql rows",
  );
}

/** The cell's text as the inside of a template literal. */
function template(source: string): string {
  let text = "";
  let depth = 0;
  let empty = true;
  for (let at = 0; at < source.length;) {
    PIECE.lastIndex = at;
    const [piece] = PIECE.exec(source)!;
    at += piece.length;
    if (piece === "/*") depth++;
    else if (piece === "*/" && depth > 0) depth--;
    else if (depth === 0 && !piece.startsWith("--") && piece !== "*/") {
      if (!/^[\s;]$/.test(piece)) empty = false;
      if (piece === "${") {
        const end = endOf(source, at);
        text += source.slice(at - 2, end);
        at = end;
        continue;
      }
      if (/^['"`]/.test(piece) && piece.includes("${")) {
        throw new SyntaxError(
          `Cannot use ${piece}: a parameter stands without quotes, as \${name}, ` +
            `line ${lineOf(source, at - piece.length)}`,
        );
      }
    }
    text += piece.replace(/[\\`]|\$(?=\{)/g, "\\$&");
  }
  if (empty) {
    throw new SyntaxError("Cannot run an empty SQL cell: write a query below -- sql");
  }
  return text;
}

/** Where the expression that begins at a place, after `${`, ends, with its brace. */
function endOf(source: string, start: number): number {
  for (let end = source.indexOf("}", start); end >= 0; end = source.indexOf("}", end + 1)) {
    try {
      parseExpression(source.slice(start, end), { plugins: ["typescript"] });
      return end + 1;
    } catch {
      // A brace inside the expression: the next may be its end.
    }
  }
  const line = lineOf(source, start);
  throw new SyntaxError(`Cannot read the parameter: \${ needs an expression and }, line ${line}`);
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}
