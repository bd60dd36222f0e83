import { pathToFileURL } from "node:url";
import { projectFolder } from "../config.ts";
import { checkLint } from "./check_lint.ts";
import { checkTypes } from "./check_types.ts";
import { codeCells, type Extracted, extractModule, type Place } from "./extract.ts";
import { findImports } from "./imports.ts";
import type { NotebookFile } from "./run.ts";
import { unstrippedCells } from "./strip.ts";

/** What is wrong with a notebook, and where. */
export interface Problem extends Partial<Place> {
  notebook: string;
  /** What finds it: `types`, `lint`, `stripped`. */
  rule: string;
  message: string;
}

/** What {@linkcode checkNotebooks} takes. */
export interface CheckOptions {
  /** What is looked for. @default all */
  rules?: ("types" | "lint" | "stripped")[];
  /** The `deno.json` whose import map, compiler and lint options hold. @default the project's */
  config?: string;
  /** Ends the check. */
  signal?: AbortSignal;
}

/** What checks a module. */
export interface CheckTools {
  config: string;
  signal?: AbortSignal;
}

/** A module to be checked. `until`: only the cells up to there, whose imports alone it has. */
export interface Candidate {
  file: NotebookFile;
  until?: number;
  module: Extracted;
  path: string;
  url: string;
}

/**
 * Checks notebooks without running them: types, lint, stripped outputs. The types also tell the
 * order: no cell sees what a later one declares or imports.
 *
 * @returns The problems, in the order of the notebooks and their cells.
 */
export async function checkNotebooks(
  files: NotebookFile[],
  options: CheckOptions = {},
): Promise<Problem[]> {
  const { rules = ["types", "lint", "stripped"], signal } = options;
  const { config = `${projectFolder}/deno.json` } = options;
  const problems: Problem[] = [];
  if (rules.includes("stripped")) {
    for (const { name, notebook } of files) {
      problems.push(
        ...unstrippedCells(notebook).map((cell) => ({
          notebook: name,
          cell,
          line: 1,
          rule: "stripped",
          message: "has outputs of a run. Remove them with: deno task notebooks:strip",
        })),
      );
    }
  }
  const folder = await Deno.makeTempDir({ prefix: "notebooks" });
  try {
    const candidates = files.flatMap((file, i) => candidatesOf(file, `${folder}/${i}`));
    for (const { path, module } of candidates) await Deno.writeTextFile(path, module.code);
    const whole = candidates.filter(({ until }) => until === undefined);
    if (rules.includes("types")) problems.push(...await checkTypes(candidates, { config, signal }));
    if (rules.includes("lint")) problems.push(...await checkLint(whole, { config, signal }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const rank = (problem: Problem) => files.findIndex(({ name }) => name === problem.notebook);
  return problems.sort((a, b) =>
    rank(a) - rank(b) || (a.cell ?? 0) - (b.cell ?? 0) || (a.line ?? 0) - (b.line ?? 0)
  );
}

/** `01_topic.ipynb, cell 3, line 2 (types): …`. */
export function describeProblem({ notebook, cell, line, rule, message }: Problem): string {
  const at = cell === undefined ? "" : `, cell ${cell}, line ${line}`;
  return `${notebook}.ipynb${at} (${rule}): ${message}`;
}

function candidatesOf(file: NotebookFile, prefix: string): Candidate[] {
  const sources = codeCells(file.notebook);
  // A module has its imports at the top: an import of a later cell would be seen by all before.
  const later = sources.flatMap((source, i) => i > 0 && hasImport(source) ? [i] : []);
  return [undefined, ...later].map((until) => {
    const path = `${prefix}_${until ?? "all"}.ts`;
    const module = extractModule(file.notebook, { folder: file.folder, cells: until });
    return { file, until, module, path, url: pathToFileURL(path).href };
  });
}

function hasImport(source: string): boolean {
  try {
    return findImports(source).statements.length > 0;
  } catch {
    return false; // Deno says what is wrong with it.
  }
}
