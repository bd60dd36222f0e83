import type { Token } from "./scan.ts";

/** A static import of a cell. */
export interface StaticImport {
  /** Index behind its last token. */
  end: number;
  /** The module, as it is written, without its quotes. */
  specifier: string;
  /** `with { type: "json" }`, as it is written. */
  attributes: string;
  /** Binds the whole module: `* as name`. */
  namespace?: string;
  /** What it takes from the module. Types are left out. */
  names: { exported: string; local: string }[];
}

/**
 * Reads the import that begins at a token.
 *
 * @returns undefined where it is no static import of values: `import(…)`, `import.meta`,
 * `import type …`.
 */
export function readImport(
  source: string,
  tokens: Token[],
  start: number,
): StaticImport | undefined {
  const text = (at: number) => tokens[at]?.text ?? "";
  const isFrom = (at: number) => text(at) === "from" && tokens[at + 1]?.kind === "literal";
  const found: StaticImport = { end: 0, specifier: "", attributes: "", names: [] };
  let at = start + 1;
  if (text(at) === "type" && text(at + 1) !== "," && !isFrom(at + 1)) return undefined;
  if (tokens[at]?.kind !== "literal") {
    if (tokens[at]?.kind === "name") {
      found.names.push({ exported: "default", local: text(at++) });
      if (text(at) === ",") at++;
    }
    if (text(at) === "*" && text(at + 1) === "as") {
      found.namespace = text(at + 2);
      at += 3;
    } else if (text(at) === "{") {
      found.names.push(...readNames(tokens, at));
      at = tokens[at]!.partner! + 1;
    }
    if (!isFrom(at)) return undefined;
    at++;
  }
  const literal = text(at++);
  if (!/^["']/.test(literal)) return undefined;
  found.specifier = literal.slice(1, -1);
  if (text(at) === "with" && text(at + 1) === "{") {
    const close = tokens[tokens[at + 1]!.partner!]!;
    found.attributes = source.slice(tokens[at]!.start, close.end);
    at = tokens[at + 1]!.partner! + 1;
  }
  if (text(at) === ";") at++;
  found.end = at;
  return found;
}

/** `{ a, b as c, type D }`: D is left out. */
function readNames(tokens: Token[], open: number): StaticImport["names"] {
  const names: StaticImport["names"] = [];
  let words: string[] = [];
  for (let at = open + 1; at <= tokens[open]!.partner!; at++) {
    const { text, kind } = tokens[at]!;
    if (text !== "," && kind !== "close") {
      words.push(text);
      continue;
    }
    // `type as t` takes a value that is called type.
    const isType = words[0] === "type" && (words.length === 2 || words.length === 4);
    if (words.length > 0 && !isType) names.push({ exported: words[0]!, local: words.at(-1)! });
    words = [];
  }
  return names;
}
