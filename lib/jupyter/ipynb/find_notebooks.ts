import { basename, dirname, join, resolve } from "node:path";
import { projectFolder } from "../../config.ts";
import { UsageError } from "../../errors.ts";
import { readNotebook } from "./ipynb.ts";
import type { NotebookFile } from "./notebook_file.ts";

/** A notebook and the path of its file. */
export interface FoundNotebook extends NotebookFile {
  path: string;
}

/** Where {@linkcode findNotebooks} looks. */
export interface FindNotebooksOptions {
  /** The folder in which names are looked up. @default notebooksFolder */
  folder?: string;
  /** Allow a folder without notebooks. @default false */
  none?: boolean;
}

/** The folder of the project's notebooks. */
export const notebooksFolder = join(projectFolder, "notebooks");

/**
 * Reads the named notebooks. JupyterLab's copies in `.ipynb_checkpoints` are left out.
 *
 * @param names Files, names, or beginnings of names (`01`); empty for all notebooks of the folder.
 * @throws {UsageError} There is no such notebook, or none at all.
 */
export async function findNotebooks(
  names: string[],
  options: FindNotebooksOptions = {},
): Promise<FoundNotebook[]> {
  const { folder = notebooksFolder, none = false } = options;
  const all: string[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile && name.endsWith(".ipynb")) all.push(join(folder, name));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  all.sort();
  const paths = names.length === 0 ? all : names.flatMap((name) => {
    if (/[\\/]|\.ipynb$/.test(name)) {
      const known = all.find((path) => basename(path) === name);
      return [known ?? resolve(name)];
    }
    const found = name === "" ? [] : all.filter((path) => basename(path).startsWith(name));
    if (found.length > 0) return found;
    const have = all.map((path) => basename(path, ".ipynb")).join(", ") || "none";
    throw new UsageError(`Cannot find the notebook ${JSON.stringify(name)}: there are ${have}`);
  });
  const own = paths.filter((path) => !/[\\/]\.ipynb_checkpoints[\\/]/.test(path));
  if (own.length === 0 && !none) {
    throw new UsageError(`Cannot find a notebook: ${folder} has none`);
  }
  return await Promise.all([...new Set(own)].map(async (path) => {
    try {
      const notebook = await readNotebook(path);
      return { path, name: basename(path, ".ipynb"), folder: dirname(path), notebook };
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new UsageError(`Cannot find the notebook ${path}: there is no such file`);
    }
  }));
}
