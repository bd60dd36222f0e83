import { isAbsolute, relative, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import type { InputFile } from "./input_file.ts";
import { walk } from "./walk.ts";

export type { InputFile };

/** Number of skipped files that are named; the rest are counted. */
const NAMED = 10;

/**
 * Finds the files that paths stand for: a file stands for itself, whatever its name; a directory
 * for all files in it and below that have a matching name, sorted by name; `-` for standard input.
 * In directories, links are followed, and names that start with a dot are skipped. A line is logged
 * that names the other files which are skipped. A file has one name, however its path is written.
 *
 * @param options `extensions`: name endings to look for in a directory, in lower case, for example
 * `.csv`, which includes `.csv.gz` and `.CSV`. `preferred`: if a directory has files with such a
 * name, its other files are skipped.
 * @throws {UsageError} A path is empty, missing or cannot be read, or a directory contains no such file.
 */
export async function findFiles(
  paths: string | readonly string[],
  { extensions, preferred, log = console.error }: {
    extensions: readonly string[];
    preferred?: RegExp;
    log?: ((line: string) => void) | undefined;
  },
): Promise<InputFile[]> {
  const files: InputFile[] = [];
  const ends = extensions.flatMap((end) => [end, `${end}.gz`]);
  const fits = (name: string) => ends.some((end) => name.toLowerCase().endsWith(end));
  for (const given of [paths].flat()) {
    if (given === "-") {
      files.push({ path: given });
      continue;
    }
    const path = nameOf(given);
    const { files: found, others } = await walk(path, fits);
    if (found.length === 0) {
      const wanted = ends.map((end) => `*${end}`).join(", ");
      throw new UsageError(`Cannot read ${path}: the directory holds no file named ${wanted}`);
    }
    const chosen = preferred ? found.filter(({ path }) => preferred.test(path)) : [];
    const taken = chosen.length > 0 ? chosen : found;
    files.push(...taken);
    const left = found.filter((file) => !taken.includes(file)).map((file) => file.path);
    const skipped = [...left, ...others];
    if (skipped.length > 0) log(`Skipped, name them to read them: ${listOf(skipped)}`);
  }
  return files;
}

/**
 * The same name for a file however its path is written, since dead letters are told apart by it:
 * relative to the current folder if the file is in it, else absolute. Links keep their own names.
 */
function nameOf(path: string): string {
  if (path === "") throw new UsageError("Cannot read an empty path: name a file or a folder");
  const inside = relative(Deno.cwd(), resolve(path));
  const isOutside = /^\.\.(?:[/\\]|$)/.test(inside) || isAbsolute(inside);
  return isOutside ? resolve(path) : inside || ".";
}

/** Paths in one line. */
function listOf(paths: readonly string[]): string {
  const more = paths.length - NAMED;
  const named = paths.slice(0, NAMED).join(", ");
  return more > 0 ? `${named} and ${more} more` : named;
}

/**
 * Makes a function for the share, from 0 to 1, of several files that has been read: all files
 * before the given one, and this many bytes of it. Undefined if a size is not known.
 */
export function progressOf(
  files: readonly InputFile[],
): (file: InputFile, bytes: number) => number | undefined {
  const before = new Map<InputFile, number>();
  let total = 0;
  for (const file of files) {
    before.set(file, total);
    total += file.size ?? NaN;
  }
  return (file, bytes) => total > 0 ? Math.min(1, (before.get(file)! + bytes) / total) : undefined;
}
