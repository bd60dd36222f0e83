import { parse, type ParserOptions } from "@babel/parser";
import type { Node, Program } from "@babel/types";

type Plugins = NonNullable<ParserOptions["plugins"]>;

/** Of the syntax that Deno takes, what the parser does not take by itself. */
const PLUGINS: Plugins = [
  "typescript",
  "decorators",
  "decoratorAutoAccessors",
  "deferredImportEvaluation",
  "sourcePhaseImports",
];

/**
 * Parses the TypeScript of a cell. It reads generously: an error of meaning, such as a name declared
 * twice, is left for Deno to report. Parentheses become nodes.
 *
 * @throws {SyntaxError} The source is not TypeScript, with or without JSX.
 */
export function parseCell(source: string): Program {
  try {
    return parseWith(source, PLUGINS);
  } catch (error) {
    try {
      // Deno, too, takes `<a>b` for a type assertion if it can, and else for JSX.
      return parseWith(source, ["jsx", ...PLUGINS]);
    } catch {
      throw error;
    }
  }
}

/** Whether {@linkcode parseCell} can parse a source. */
export function parses(source: string): boolean {
  try {
    return Boolean(parseCell(source));
  } catch {
    return false;
  }
}

function parseWith(source: string, plugins: Plugins): Program {
  return parse(source, {
    sourceType: "module",
    plugins,
    errorRecovery: true,
    attachComment: false,
    createParenthesizedExpressions: true,
  }).program;
}

/** Calls a function with a node and with all nodes below it, outer nodes first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === "string") walk(child, visit);
    }
  }
}
