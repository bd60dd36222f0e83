import { pathToFileURL } from "node:url";
import { findImports } from "./imports.ts";
import type { Notebook } from "./ipynb.ts";

/** A line of a notebook. */
export interface Place {
  /** Number of the code cell, from 1: what Jupyter shows in brackets after a run from the top. */
  cell: number;
  /** From 1. */
  line: number;
}

/** A notebook as one module. */
export interface Extracted {
  code: string;
  /** Where each line of the code comes from; undefined for a line of none. */
  places: (Place | undefined)[];
}

/** What {@linkcode extractModule} takes. */
export interface ExtractOptions {
  /** The notebook's folder, from which its relative imports are resolved. */
  folder: string;
  /** The code cells taken, from the first. @default all */
  cells?: number;
  /** A statement put before each cell. @default none */
  boundary?: (cell: number) => string;
}

/**
 * Makes one TypeScript module of a notebook's code cells.
 *
 * Each cell stands in a block inside the block of the cell before: so a name may be declared anew,
 * as the kernel allows, and no cell sees what a later one declares. Imports are moved to the top and
 * made absolute, so that the module may lie anywhere.
 */
export function extractModule(notebook: Notebook, options: ExtractOptions): Extracted {
  const { folder, boundary = () => "" } = options;
  const top: Extracted = { code: "", places: [] };
  const body: Extracted = { code: "", places: [] };
  const add = (to: Extracted, text: string, place?: Place) => {
    to.code += `${text}\n`;
    to.places.push(...text.split("\n").map((_, i) => place && { ...place, line: place.line + i }));
  };
  // Functions may stand in a cell, though it is made a block.
  add(top, "// deno-lint-ignore-file no-inner-declarations");
  const cells = codeCells(notebook).slice(0, options.cells);
  cells.forEach((source, i) => {
    const cell = i + 1;
    add(body, `{ ${boundary(cell)}`.trimEnd(), { cell, line: 1 });
    const { rest, statements } = split(source, folder);
    for (const { text, line } of statements) add(top, text, { cell, line });
    add(body, rest, { cell, line: 1 });
  });
  add(body, "}".repeat(cells.length));
  // A module even without imports.
  add(body, "export {};");
  return { code: top.code + body.code, places: [...top.places, ...body.places] };
}

/** The sources of the code cells. */
export function codeCells(notebook: Notebook): string[] {
  return notebook.cells.filter((cell) => cell.cell_type === "code").map((cell) => cell.source);
}

/** Takes the static imports out of a cell; what remains keeps its lines. */
function split(source: string, folder: string) {
  const statements: { text: string; line: number }[] = [];
  let imports;
  try {
    imports = findImports(source);
  } catch {
    return { rest: source, statements }; // Deno says what is wrong with it.
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
