import { basename, join } from "node:path";
import { messageOf, UsageError } from "../errors.ts";
import type { InputFile } from "./input_file.ts";

/** What is at a path. */
export interface Walked {
  /** The file at the path, or the matching files in the directory and below. */
  files: InputFile[];
  /** Paths of files whose names do not match, those with a dot at the start excepted. */
  others: string[];
}

/**
 * Finds the file at a path, or the matching files in a directory and below. Links are followed; what
 * has two names in the directory is found once, under its own name rather than a link's.
 *
 * @param fits Whether the name of a file in a directory matches.
 * @returns Both lists sorted by name, each directory's files together.
 * @throws {UsageError} Something that matches cannot be read.
 */
export async function walk(path: string, fits: (name: string) => boolean): Promise<Walked> {
  const files: InputFile[] = [], others: string[] = [];
  /** Real paths of the directories and files found so far. */
  const seen = new Set<string>();
  /** Links, which are followed last. */
  const links: string[] = [];

  async function take(path: string, { real, isFolder }: { real: string; isFolder: boolean }) {
    if (seen.has(real)) return;
    if (!isFolder && !fits(basename(path))) return void others.push(path);
    seen.add(real);
    if (!isFolder) return void files.push(await reading(path, () => readable(path)));
    const entries = await reading(path, () => Array.fromAsync(Deno.readDir(path)));
    entries.sort((a, b) => a.name < b.name ? -1 : 1);
    for (const { name, isDirectory, isSymlink } of entries) {
      if (name.startsWith(".")) continue;
      if (isSymlink) links.push(join(path, name));
      else await take(join(path, name), { real: join(real, name), isFolder: isDirectory });
    }
  }
  async function follow(link: string) {
    try {
      const { isDirectory: isFolder } = await Deno.stat(link);
      await take(link, { real: await Deno.realPath(link), isFolder });
    } catch (error) {
      if (error instanceof UsageError || fits(basename(link))) throw error;
      others.push(link); // leads nowhere, and does not look like data
    }
  }

  const { isDirectory } = await reading(path, () => Deno.stat(path));
  if (!isDirectory) return { files: [await reading(path, () => readable(path))], others };
  await take(path, { real: await reading(path, () => Deno.realPath(path)), isFolder: true });
  for (const link of links) await reading(link, () => follow(link));
  files.sort((a, b) => inOrder(a.path, b.path));
  return { files, others: others.sort(inOrder) };
}

/** Compares paths directory by directory, so that `a/1.csv` is before `a-b.csv`. */
function inOrder(a: string, b: string): number {
  const [x, y] = [a, b].map((path) => path.replace(/[/\\]/g, "\0")) as [string, string];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Does something with a path; an error names the path and its cause. */
async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read ${path}: ${causeOf(error, path)}`);
  }
}

/** Checks that a file can be opened: better to fail before anything is sent than halfway. */
async function readable(path: string): Promise<InputFile> {
  const info = await Deno.stat(path);
  if (!info.isFile) return { path };
  (await Deno.open(path)).close();
  return { path, size: info.size, modified: info.mtime?.toISOString() };
}

/** Deno's message without the error code and the repeated call. */
function causeOf(error: unknown, path: string): string {
  if (error instanceof Deno.errors.NotFound) {
    // Bytes of a name that are not UTF-8 are shown so, and the file cannot be opened by it.
    return path.includes("\ufffd")
      ? "its name is not UTF-8; rename it"
      : "there is no such file or directory";
  }
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  return messageOf(error);
}
