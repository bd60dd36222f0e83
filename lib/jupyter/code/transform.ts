import type { Node, Program } from "@babel/types";
import MagicString from "magic-string";
import { cellUrl, RUNTIME } from "../prelude/names.ts";
import { cellInfo } from "./cell_info.ts";
import { dynamicImport } from "./dynamic_import.ts";
import { inputNames } from "./input_names.ts";
import { parseCell, walk } from "./parse_cell.ts";
import { typescriptOf } from "./sql_cell.ts";
import { markedSql } from "./sql_mark.ts";

/** A cell that is about to run. */
export interface CellRequest {
  /** The relay's number for this run. */
  id: number;
  /** The number in the brackets before the cell. */
  count: number;
  source: string;
  /** The id of the notebook's cell, if the front end sent it. */
  cell?: string;
  /** Whether the cell has the tag `sql`. */
  sql?: boolean;
}

/** The code that Deno's kernel runs for a cell: its source, transformed and tied to this run. */
export function codeOf({ id, count, source, cell, sql }: CellRequest): string {
  // Deno's kernel takes a cell that looks like an object for an object; so it must see it as it is.
  if (/^\s*\{/.test(source) && !/;\s*$/.test(source)) return source;
  const code = typescriptOf(sql ? markedSql(source) : source);
  const info = cellInfo(code, cell);
  const begin = info === undefined ? `${id}` : `${id}, ${JSON.stringify(info)}`;
  return `${RUNTIME}.begin(${begin});${transform(code)}\n//# sourceURL=${cellUrl(count)}`;
}

/**
 * Rewrites a cell so that the Stop button can end it wherever it waits, and so that a failed import
 * is reported:
 *
 * - `await x` becomes `await $tributary.wait(x)`, `for await (… of x)` becomes
 *   `for await (… of $tributary.each(x))`;
 * - a static import becomes `await $tributary.load(import(…), …)`;
 * - an input learns its variable's name: `const n = await input.slider({}, "const n")`.
 *
 * Every statement stays on its line. A cell that cannot be parsed stays as it is, so that Deno says
 * what is wrong with it.
 */
export function transform(source: string): string {
  try {
    return rewritten(source, parseCell(source));
  } catch {
    return source; // no valid code, or nested too deeply to be walked through
  }
}

function rewritten(source: string, program: Program): string {
  const code = new MagicString(source);
  const wrap = (name: "wait" | "each", { start, end }: Node) =>
    code.appendRight(start!, `${RUNTIME}.${name}(`).appendLeft(end!, ")");
  walk(program, (node) => {
    if (node.type === "AwaitExpression") wrap("wait", node.argument);
    else if (node.type === "ForOfStatement" && node.await) wrap("each", node.right);
  });
  for (const { at, text } of inputNames(program)) code.appendLeft(at, text);
  for (const node of program.body) {
    const text = node.type === "ImportDeclaration" ? dynamicImport(node, source) : undefined;
    if (text === undefined) continue;
    const lines = source.slice(node.start!, node.end!).split("\n").length - 1;
    code.overwrite(node.start!, node.end!, text + "\n".repeat(lines));
  }
  return code.toString();
}
