import type { Program } from "@babel/types";
import { cellNames } from "./cell_names.ts";
import { patternNames } from "./declarations.ts";
import { findImports } from "./find_imports.ts";
import { importedAgain, type KnownNames } from "./imported_again.ts";
import { asMeant } from "./last_expression.ts";
import { parseCell } from "./parse_cell.ts";
import { resolverFor } from "../prelude/resolver.ts";
import type { Notebook } from "../ipynb/ipynb.ts";
import type { CellPlace } from "./cell_place.ts";
import { typescriptCells } from "./typescript_cells.ts";

/** A notebook as one module. */
export interface ExtractedModule {
  code: string;
  /** The notebook's line for each line of the code; undefined for a line that was added. */
  places: (CellPlace | undefined)[];
}

/** A module that is written piece by piece. */
export class ModuleText implements ExtractedModule {
  code = "";
  readonly places: (CellPlace | undefined)[] = [];

  /** Adds lines; the first one stands at a place in the notebook. */
  add(text: string, place?: CellPlace): void {
    this.code += `${text}\n`;
    const lines = text.split("\n");
    this.places.push(...lines.map((_, i) => place && { ...place, line: place.line + i }));
  }
}

/** Options for {@linkcode extractModule}: where the notebook is, and which of its cells to take. */
export interface ExtractOptions {
  /** The folder from which the notebook's relative imports are resolved. */
  folder: string;
  /** How many code cells to take, from the first. @default all */
  cells?: number;
}

/**
 * Makes one TypeScript module from a notebook's code cells, to be checked: runnable_module.ts makes
 * one that runs.
 *
 * Each cell becomes a block inside the block of the previous cell: so a name may be redeclared, as
 * the kernel allows, and no cell sees what a later one declares. Imports move to the top and become
 * absolute, so that the module can be stored anywhere.
 */
export function extractModule(notebook: Notebook, options: ExtractOptions): ExtractedModule {
  const { folder } = options;
  const top = new ModuleText();
  const body = new ModuleText();
  const names: KnownNames = { imported: new Map(), declared: new Set() };
  // A cell may declare functions, although it becomes a block.
  top.add("// deno-lint-ignore-file no-inner-declarations");
  const cells = typescriptCells(notebook).slice(0, options.cells);
  cells.forEach((source, i) => {
    const cell = i + 1;
    const { rest, statements, aliases } = split(asMeant(source), { folder, cell, names });
    body.add(["{", ...aliases].join(" "), { cell, line: 1 });
    for (const { text, line } of statements) top.add(text, { cell, line });
    body.add(rest, { cell, line: 1 });
    body.add(";"); // After `(a)` the next block would look like the body of a function.
  });
  body.add("}".repeat(cells.length));
  // Makes it a module even without imports.
  body.add("export {};");
  return { code: top.code + body.code, places: [...top.places, ...body.places] };
}

/** Takes the static imports out of a cell; the rest stays on its lines. */
function split(
  source: string,
  { folder, cell, names }: { folder: string; cell: number; names: KnownNames },
) {
  const statements: { text: string; line: number }[] = [];
  const aliases: string[] = [];
  let program, imports;
  try {
    program = parseCell(source);
    imports = findImports(source);
  } catch {
    return { rest: source, statements, aliases }; // Deno will say what is wrong with it.
  }
  source = withoutVar(source, program);
  const resolve = resolverFor(folder);
  const absolute = (start: number, end: number) => {
    let text = "";
    for (const at of imports.specifiers.filter((at) => at.start >= start && at.end <= end)) {
      const specifier = source.slice(at.start, at.end);
      text += source.slice(start, at.start) + resolve(specifier);
      start = at.end;
    }
    return text + source.slice(start, end);
  };
  let rest = "";
  let at = 0;
  for (const node of program.body) {
    if (node.type !== "ImportDeclaration") continue;
    const [start, end] = [node.start!, node.end!];
    const line = source.slice(0, start).split("\n").length;
    const again = importedAgain(node, names, cell);
    if (again) {
      const from = absolute(node.source.start!, end);
      const taken = again.specifiers.length === 0 ? "" : `{ ${again.specifiers.join(", ")} } from `;
      const text = node.specifiers.length > 0 && taken === "" ? "" : `import ${taken}${from}`;
      statements.push({
        text: [...again.whole.map((x) => `import ${x} from ${from}`), text].join(" "),
        line,
      });
      aliases.push(...again.aliases);
    } else statements.push({ text: absolute(start, end), line });
    rest += absolute(at, start) + source.slice(start, end).replace(/[^\n]+/g, "");
    at = end;
  }
  for (const name of cellNames(program).defines) names.declared.add(name);
  return { rest: rest + absolute(at, source.length), statements, aliases };
}

/** A cell whose `var` statements are `let`, of the same length: `var` would reach beyond the cell's block. */
function withoutVar(source: string, program: Program): string {
  for (const node of program.body) {
    if (node.type !== "VariableDeclaration" || node.kind !== "var" || node.declare) continue;
    const names = node.declarations.flatMap(({ id }) => patternNames(id)).map(RegExp.escape);
    // Declared twice in the cell, it has to stay.
    const again = new RegExp(`\\bvar\\s[^;=]*\\b(${names.join("|")})\\b`, "g");
    if ([...source.matchAll(again)].length > 1) continue;
    source = `${source.slice(0, node.start!)}let${source.slice(node.start! + 3)}`;
  }
  return source;
}
