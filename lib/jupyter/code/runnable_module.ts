import { RUNTIME } from "../prelude/names.ts";
import { resolverFor } from "../prelude/resolver.ts";
import { codeCells, type Notebook } from "../ipynb/ipynb.ts";
import { type ExtractedModule, ModuleText } from "./extract_module.ts";
import { hintFor } from "./hints.ts";
import { parses } from "./parse_cell.ts";
import { rewriteCell, type RewrittenCell } from "./rewrite_cell.ts";

/**
 * Makes one module from a notebook's cells that does in plain Deno what they do in the kernel: names
 * may be declared again in any way, and functions of earlier cells see the new values; the last
 * expression of a cell is shown; imports happen when their cell runs.
 *
 * Each cell is a block inside the block of the previous cell, so that no cell sees what only a later
 * one declares. run/harness.ts defines what the code calls.
 *
 * @param options `folder`: where the notebook is, from which its relative imports are resolved.
 */
export function runnableModule(
  notebook: Notebook,
  { folder }: { folder: string },
): ExtractedModule {
  const resolve = resolverFor(folder);
  const text = new ModuleText();
  const declared = new Set<string>();
  const constants = new Set<string>();
  const cells = codeCells(notebook);
  cells.forEach((source, i) => {
    const cell = i + 1;
    const { head, code, names, ...rest } = rewritten(source, { constants, resolve });
    const fresh = names.filter((name) => !declared.has(name));
    names.forEach((name) => (declared.add(name), constants.delete(name)));
    rest.constants.forEach((name) => constants.add(name));
    const lets = fresh.length === 0 ? "" : `let ${fresh.join(", ")}; `;
    text.add(`{ await ${RUNTIME}.cell(${cell}); ${lets}${head}`, { cell, line: 1 });
    text.add(code, { cell, line: 1 });
  });
  text.add("}".repeat(cells.length));
  text.add("export {};"); // Makes it a module.
  return text;
}

function rewritten(
  source: string,
  options: { constants: ReadonlySet<string>; resolve: (specifier: string) => string },
): RewrittenCell {
  try {
    return rewriteCell(source, { ...options, assign: true });
  } catch {
    const hint = hintFor(source, parses);
    const code = hint ? `throw new SyntaxError(${JSON.stringify(hint.message)});` : source;
    return { code, head: "", names: [], constants: [], answers: false };
  }
}
