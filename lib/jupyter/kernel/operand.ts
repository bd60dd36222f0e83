import type { Token } from "./scan.ts";

const PREFIX = new Set([
  "!",
  "~",
  "+",
  "-",
  "++",
  "--",
  "typeof",
  "void",
  "delete",
  "await",
  "new",
]);
/** Words that begin no operand that this scanner can follow. */
const REFUSED = new Set(
  "as case class const else extends for from function if in instanceof let of return satisfies"
    .split(" "),
);

/**
 * Finds where the operand of a unary operator such as `await` ends: prefix operators, one primary
 * expression, then members, calls, templates, type arguments and `!`.
 *
 * @param at Index of the operand's first token.
 * @returns Index behind its last token, or undefined where it cannot be told.
 */
export function operandEnd(tokens: Token[], at: number): number | undefined {
  while (tokens[at] && PREFIX.has(tokens[at]!.text)) at++;
  const first = tokens[at];
  if (!first || first.kind === "close" || first.kind === "punct" || REFUSED.has(first.text)) {
    return undefined;
  }
  if (first.text === "async" && tokens[at + 1]?.text === "function") return undefined;
  at = behind(tokens, at);
  while (true) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (!token) return at;
    if (token.text === "." || token.text === "?.") {
      if (!next) return undefined;
      at = behind(tokens, at + 1);
    } else if (token.text === "(" || token.text === "[" || token.text.startsWith("`")) {
      at = behind(tokens, at);
    } else if ((token.text === "++" || token.text === "--") && !token.newline) {
      at++;
    } else if (token.text === "!" && token.start === tokens[at - 1]!.end && next?.text !== "=") {
      at++;
    } else if (token.text === "<" && token.start === tokens[at - 1]!.end) {
      const end = typeArgumentsEnd(tokens, at);
      if (end === undefined) return at;
      at = end;
    } else return at;
  }
}

/** Index behind a token, or behind the whole bracket or template that it opens. */
export function behind(tokens: Token[], at: number): number {
  while (tokens[at]!.kind === "open" || tokens[at]!.text.endsWith("${")) at = tokens[at]!.partner!;
  return at + 1;
}

/** Index behind `<…>` where a call or a template follows it, as the language itself tells them apart. */
function typeArgumentsEnd(tokens: Token[], at: number): number | undefined {
  let depth = 0;
  while (at < tokens.length) {
    const token = tokens[at]!;
    if (token.text === "<") depth++;
    if (token.text === ">" && --depth === 0) {
      const after = tokens[at + 1]?.text;
      return after === "(" || after?.startsWith("`") ? at + 1 : undefined;
    }
    if (token.kind === "close" || token.text === ";") return undefined;
    at = behind(tokens, at);
  }
  return undefined;
}
