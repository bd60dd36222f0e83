import type { Node } from "@babel/types";
import MagicString from "magic-string";
import { RUNTIME } from "../prelude/names.ts";
import { dynamicImport, type DynamicImportOptions } from "./dynamic_import.ts";
import { shellGuard } from "./hints.ts";
import { asMeant, lastExpression } from "./last_expression.ts";
import { parseCell, walk } from "./parse_cell.ts";
import { redeclare, type Redeclared, type RedeclareOptions } from "./redeclare.ts";

/** Options for {@linkcode rewriteCell}. */
export interface RewriteOptions extends RedeclareOptions, DynamicImportOptions {
  /** Let Stop end what it awaits. @default false */
  stoppable?: boolean;
}

/** A cell that was rewritten: `head` and `code` stand on its lines. */
export interface RewrittenCell extends Redeclared {
  code: string;
  /** Whether it ends with an expression, which is shown. */
  answers: boolean;
}

/**
 * Rewrites a cell so that a later cell may declare its names in any way, a failed import is reported,
 * and its last expression is shown:
 *
 * - a static import becomes `await $tributary.load(import(…), …)`;
 * - all that it declares becomes `let`, or an assignment: see {@linkcode redeclare};
 * - the last expression becomes `await $tributary.answer(…)`;
 * - `await x` becomes `await $tributary.wait(x)`, `for await (… of x)` becomes
 *   `for await (… of $tributary.each(x))`, if Stop may end them.
 *
 * Every statement stays on its line.
 *
 * @throws {SyntaxError} The cell cannot be parsed.
 * @throws {RangeError} It is nested too deeply.
 */
export function rewriteCell(written: string, options: RewriteOptions = {}): RewrittenCell {
  const source = asMeant(written);
  const program = parseCell(source);
  const code = new MagicString(source);
  const last = lastExpression(program);
  if (last) {
    code.appendRight(last.start!, `await ${RUNTIME}.answer((`).appendLeft(last.end!, "))");
  }
  const call = (name: string, { start, end }: Node) =>
    code.appendRight(start!, `${RUNTIME}.${name}(`).appendLeft(end!, ")");
  walk(program, (node) => {
    if (options.stoppable && node.type === "AwaitExpression") call("wait", node.argument);
    else if (options.stoppable && node.type === "ForOfStatement" && node.await) {
      call("each", node.right);
    } else if (node.type === "ImportExpression" && options.resolve) {
      const { source } = node;
      if (source.type !== "StringLiteral") call("resolve", source);
      else if (options.resolve(source.value) !== source.value) {
        code.update(source.start!, source.end!, JSON.stringify(options.resolve(source.value)));
      }
    }
  });
  for (const node of program.body) {
    const text = node.type === "ImportDeclaration"
      ? dynamicImport(node, source, options)
      : undefined;
    if (text === undefined) continue;
    const lines = source.slice(node.start!, node.end!).split("\n").length - 1;
    code.overwrite(node.start!, node.end!, text + "\n".repeat(lines));
  }
  const declared = redeclare(code, program, source, options);
  return {
    ...declared,
    head: shellGuard(written) + declared.head,
    code: code.toString(),
    answers: last !== undefined,
  };
}
