import { pathToFileURL } from "node:url";
import { findImports } from "./find_imports.ts";
import type { Notebook } from "../ipynb/ipynb.ts";
import type { CellPlace } from "./cell_place.ts";
import { typescriptCells } from "./typescript_cells.ts";

/** A notebook as one module. */
export interface ExtractedModule {
  code: string;
  /** The notebook's line for each line of the code; undefined for a line that was added. */
  places: (CellPlace | undefined)[];
}

/** Options for {@linkcode extractModule}: where the notebook is, and which of its cells to take. */
export interface ExtractOptions {
  /** The folder from which the notebook's relative imports are resolved. */
  folder: string;
  /** How many code cells to take, from the first. @default all */
  cells?: number;
  /** Returns a statement to put before a cell (from 1). @default none */
  boundary?: (cell: number) => string;
}

/**
 * Makes one TypeScript module from a notebook's code cells.
 *
 * Each cell becomes a block inside the block of the previous cell: so a name may be redeclared, as
 * the kernel allows, and no cell sees what a later one declares. Imports move to the top and become
 * absolute, so that the module can be stored anywhere.
 */
export function extractModule(notebook: Notebook, options: ExtractOptions): ExtractedModule {
  const { folder, boundary = () => "" } = options;
  const top: ExtractedModule = { code: "", places: [] };
  const body: ExtractedModule = { code: "", places: [] };
  const add = (to: ExtractedModule, text: string, place?: CellPlace) => {
    to.code += `${text}\n`;
    to.places.push(...text.split("\n").map((_, i) => place && { ...place, line: place.line + i }));
  };
  // A cell may declare functions, although it becomes a block.
  add(top, "// deno-lint-ignore-file no-inner-declarations");
  const cells = typescriptCells(notebook).slice(0, options.cells);
  cells.forEach((source, i) => {
    const cell = i + 1;
    add(body, `{ ${boundary(cell)}`.trimEnd(), { cell, line: 1 });
    const { rest, statements } = split(source, folder);
    for (const { text, line } of statements) add(top, text, { cell, line });
    add(body, rest, { cell, line: 1 });
  });
  add(body, "}".repeat(cells.length));
  // Makes it a module even without imports.
  add(body, "export {};");
  return { code: top.code + body.code, places: [...top.places, ...body.places] };
}

/** Takes the static imports out of a cell; the rest stays on its lines. */
function split(source: string, folder: string) {
  const statements: { text: string; line: number }[] = [];
  let imports;
  try {
    imports = findImports(source);
  } catch {
    return { rest: source, statements }; // Deno will say what is wrong with it.
  }
  const base = pathToFileURL(`${folder}/`);
  const absolute = (start: number, end: number) => {
    let text = "";
    for (const at of imports.specifiers.filter((at) => at.start >= start && at.end <= end)) {
      const specifier = source.slice(at.start, at.end);
      const url = /^\.{0,2}\//.test(specifier) ? new URL(specifier, base).href : specifier;
      text += source.slice(start, at.start) + url;
      start = at.end;
    }
    return text + source.slice(start, end);
  };
  let rest = "";
  let at = 0;
  for (const { start, end } of imports.statements) {
    const line = source.slice(0, start).split("\n").length;
    statements.push({ text: absolute(start, end), line });
    rest += absolute(at, start) + source.slice(start, end).replace(/[^\n]+/g, "");
    at = end;
  }
  return { rest: rest + absolute(at, source.length), statements };
}
