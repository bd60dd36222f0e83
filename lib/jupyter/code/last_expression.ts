import type { Node, Program } from "@babel/types";
import { parseCell } from "./parse_cell.ts";

/**
 * The last expression of a cell, whose value is shown; undefined if it ends with something else. An
 * assignment is no question: it shows nothing.
 */
export function lastExpression({ body, directives }: Program): Node | undefined {
  const last = body.findLast(({ type }) => type !== "EmptyStatement");
  // A text alone is parsed as a directive, as "use strict" is.
  if (!last) return directives.at(-1)?.value;
  if (last.type !== "ExpressionStatement") return undefined;
  let bare: Node = last.expression;
  while (bare.type === "ParenthesizedExpression") bare = bare.expression;
  return bare.type === "AssignmentExpression" || bare.type === "UpdateExpression"
    ? undefined
    : last.expression;
}

/**
 * The source of a cell as it is meant: `{ a: 1 }` is an object, as in Deno's own kernel, unless a
 * semicolon follows or it can only be a block.
 */
export function asMeant(source: string): string {
  if (!/^\s*\{/.test(source) || /;\s*$/.test(source)) return source;
  const whole = `(${source}\n);`;
  try {
    const { body: [only, ...more] } = parseCell(whole);
    const object = only?.type === "ExpressionStatement" &&
      only.expression.type === "ParenthesizedExpression" &&
      only.expression.expression.type === "ObjectExpression";
    return object && more.length === 0 ? whole : source;
  } catch {
    return source; // a block
  }
}
