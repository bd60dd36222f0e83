import { behind } from "./kernel/operand.ts";
import { scan } from "./kernel/scan.ts";

/** The imports of a cell's source. */
export interface Imports {
  /** Static imports of the top level: offsets of each statement. */
  statements: { start: number; end: number }[];
  /** What is imported, statically or by `import(…)`: offsets between the quotes. */
  specifiers: { start: number; end: number }[];
}

/**
 * Finds the imports of a cell.
 *
 * @throws {SyntaxError} The source cannot be cut into tokens.
 */
export function findImports(source: string): Imports {
  const tokens = scan(source);
  const found: Imports = { statements: [], specifiers: [] };
  const isText = (at: number) => /^["']/.test(tokens[at]?.text ?? "");
  const take = (at: number) => {
    if (isText(at)) {
      found.specifiers.push({ start: tokens[at]!.start + 1, end: tokens[at]!.end - 1 });
    }
  };
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    const { kind, text, start, newline } = tokens[at]!;
    // The middle of a template closes one bracket and opens another.
    depth += kind === "open" ? 1 : kind === "close" && !text.endsWith("${") ? -1 : 0;
    const before = tokens[at - 1]?.text;
    if (text !== "import" || before === "." || before === "?.") continue;
    const next = tokens[at + 1]?.text;
    if (next === "(") take(at + 2);
    const begins = newline || before === undefined || before === ";" || before === "}";
    if (next === "(" || next === "." || depth > 0 || !begins) continue;
    let end = at + 1;
    while (end < tokens.length && !isText(end)) end = behind(tokens, end);
    take(end++);
    if (tokens[end]?.text === "with") end = behind(tokens, end + 1);
    if (tokens[end]?.text === ";") end++;
    found.statements.push({ start, end: tokens[end - 1]!.end });
    at = end - 1;
  }
  return found;
}
