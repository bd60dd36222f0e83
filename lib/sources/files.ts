import { messageOf, UsageError } from "../errors.ts";

/** One file of the input. */
export interface InputFile {
  /** Path as given or found; `-` is standard input. */
  path: string;
  /** When the file was last changed, ISO time; undefined for standard input and pipes. */
  modified?: string;
  /** Size in bytes; undefined for standard input and pipes. */
  size?: number;
}

/**
 * Finds the files that paths stand for: a file stands for itself, whatever its name; a directory
 * for all files in it and below that have a matching name, sorted by name; `-` for standard input.
 * In directories, names that start with a dot are skipped.
 *
 * @param options `extensions`: name endings to look for in a directory, for example `.csv`, which
 * includes `.csv.gz`. `preferred`: if a directory has files with such a name, its other files are
 * skipped, and a line is logged.
 * @throws {UsageError} A path is missing or cannot be read, or a directory contains no such file.
 */
export async function findFiles(
  paths: string | readonly string[],
  { extensions, preferred, log = console.error }: {
    extensions: readonly string[];
    preferred?: RegExp;
    log?: (line: string) => void;
  },
): Promise<InputFile[]> {
  const files: InputFile[] = [];
  const fits = (name: string) =>
    !name.startsWith(".") &&
    extensions.some((end) => name.endsWith(end) || name.endsWith(`${end}.gz`));
  for (const path of [paths].flat()) {
    if (path === "-") {
      files.push({ path });
      continue;
    }
    const found = await walk(path.replace(/(?<=.)\/+$/, ""), fits);
    if (found.length === 0) {
      const wanted = extensions.map((end) => `*${end}, *${end}.gz`).join(", ");
      throw new UsageError(`Cannot read ${path}: the directory holds no file named ${wanted}`);
    }
    const chosen = preferred ? found.filter(({ path }) => preferred.test(path)) : [];
    if (found.length === 1 || chosen.length === 0) {
      files.push(...found);
      continue;
    }
    files.push(...chosen);
    const others = found.filter((file) => !chosen.includes(file)).map((file) => file.path);
    if (others.length > 0) log(`Skipped, name them to read them: ${others.join(", ")}`);
  }
  return files;
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

/** The file at a path, or the matching files below it. */
async function walk(path: string, fits: (name: string) => boolean): Promise<InputFile[]> {
  try {
    const info = await Deno.stat(path);
    if (!info.isDirectory) return [await readable(path, info)];
    const entries = await Array.fromAsync(Deno.readDir(path));
    entries.sort((a, b) => a.name < b.name ? -1 : 1);
    const files: InputFile[] = [];
    for (const { name, isDirectory } of entries) {
      const wanted = isDirectory ? !name.startsWith(".") : fits(name);
      if (wanted) files.push(...await walk(`${path}/${name}`, fits));
    }
    return files;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read ${path}: ${causeOf(error)}`);
  }
}

/** Checks that a file can be opened: better to fail before anything is sent than halfway. */
async function readable(path: string, info: Deno.FileInfo): Promise<InputFile> {
  if (!info.isFile) return { path };
  (await Deno.open(path)).close();
  return { path, size: info.size, modified: info.mtime?.toISOString() };
}

/** Deno's message without the error code and the repeated call. */
function causeOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file or directory";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  return messageOf(error);
}
