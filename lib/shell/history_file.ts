import { dirname } from "node:path";

/** Lines that are kept. */
const KEPT = 1000;

/** @returns The lines of a history file, the newest first; none if there is no such file. */
export async function readHistory(path: string): Promise<string[]> {
  try {
    return (await Deno.readTextFile(path)).split("\n").filter(Boolean).reverse();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/**
 * Appends lines to a history file that only its owner may read. A line that begins with a blank is
 * not kept, as in other shells: so a password can be left out.
 */
export async function appendHistory(path: string, lines: readonly string[]): Promise<void> {
  const kept = lines.filter((line) => line.trim() !== "" && !/^\s/.test(line));
  if (kept.length === 0) return;
  await Deno.mkdir(dirname(path), { recursive: true });
  const before = (await readHistory(path)).reverse();
  const text = [...before, ...kept].slice(-KEPT).map((line) => `${line}\n`).join("");
  await Deno.writeTextFile(path, text, { mode: 0o600 });
}
