import MagicString from "magic-string";
import type { Notebook } from "../ipynb/ipynb.ts";
import { inputNames } from "./input_names.ts";
import { parseCell } from "./parse_cell.ts";
import { typescriptOf } from "./sql_cell.ts";
import { codeCells } from "../ipynb/ipynb.ts";

/** The code cells as TypeScript without the kernel: SQL becomes calls, inputs learn their variables. */
export function typescriptCells(notebook: Notebook): string[] {
  return codeCells(notebook).map((source) => named(typescriptOf(source)));
}

function named(source: string): string {
  if (!source.includes("input")) return source;
  try {
    const code = new MagicString(source);
    for (const { at, text } of inputNames(parseCell(source))) code.appendLeft(at, text);
    return code.toString();
  } catch {
    return source; // Deno will say what is wrong with it.
  }
}
