import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { projectFolder } from "../../config.ts";
import { extractModule } from "../code/extract_module.ts";
import { findImports } from "../code/find_imports.ts";
import { codeCells } from "../ipynb/ipynb.ts";
import type { NotebookFile } from "../ipynb/notebook_file.ts";
import { privateLock } from "../private_lock.ts";
import { unstrippedCells } from "../ipynb/strip_notebook.ts";
import { checkLint } from "./check_lint.ts";
import { checkTypes } from "./check_types.ts";
import type { CheckedModule, NotebookProblem } from "./notebook_problem.ts";

/** Options for {@linkcode checkNotebooks}: the checks and their configuration. */
export interface CheckNotebooksOptions {
  /** The checks. @default all */
  rules?: ("types" | "lint" | "stripped")[];
  /** The `deno.json` whose import map, compiler and lint options apply. @default the project's */
  config?: string;
  /** Ends the check. @default never */
  signal?: AbortSignal;
}

/**
 * Checks notebooks without running them: types, lint, stripped outputs. The types also cover the
 * order of the cells: no cell sees what a later one declares or imports.
 *
 * @returns The problems, in the order of the notebooks and their cells.
 */
export async function checkNotebooks(
  files: NotebookFile[],
  options: CheckNotebooksOptions = {},
): Promise<NotebookProblem[]> {
  const { rules = ["types", "lint", "stripped"], signal } = options;
  const { config = `${projectFolder}/deno.json` } = options;
  const problems: NotebookProblem[] = [];
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
  const folder = await checkFolder(files);
  try {
    const modules = files.flatMap((file, i) => modulesOf(file, `${folder}/${i}`));
    for (const { path, module } of modules) await Deno.writeTextFile(path, module.code);
    const whole = modules.filter(({ until }) => until === undefined);
    const deno = { config, lock: await privateLock(config, folder), signal };
    if (rules.includes("types")) problems.push(...await checkTypes(modules, deno));
    if (rules.includes("lint")) problems.push(...await checkLint(whole, deno));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const rank = (problem: NotebookProblem) =>
    files.findIndex(({ name }) => name === problem.notebook);
  return problems.sort((a, b) =>
    rank(a) - rank(b) || (a.cell ?? 0) - (b.cell ?? 0) || (a.line ?? 0) - (b.line ?? 0)
  );
}

/**
 * A new folder, with the same name each time for the same notebooks, so that Deno finds its last
 * check: it takes seconds, and none if nothing changed.
 */
async function checkFolder(files: NotebookFile[]): Promise<string> {
  const names = JSON.stringify(files.map(({ folder, name }) => [folder, name]));
  const digest = createHash("sha256").update(names).digest("hex").slice(0, 16);
  const path = `${tmpdir()}/tributary_check_${digest}`;
  try {
    await Deno.mkdir(path, { mode: 0o700 });
    return path;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return await Deno.makeTempDir({ prefix: "notebooks" }); // Another check is running.
  }
}

function modulesOf(file: NotebookFile, prefix: string): CheckedModule[] {
  const sources = codeCells(file.notebook);
  // A module has its imports at the top, so the earlier cells would see an import of a later cell.
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
    return false; // Deno will say what is wrong with it.
  }
}
