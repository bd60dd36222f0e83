import { dirname, join } from "node:path";

/**
 * Arguments for `deno run` and `deno check` by which code of notebooks uses the lock file beside
 * `config`, but does not change it: a cell may import any package. Changes go to a copy.
 *
 * @param folder Where the copy is made; remove it when the process has ended.
 */
export async function privateLock(config: string, folder: string): Promise<string[]> {
  const copy = join(folder, "deno.lock");
  try {
    await Deno.copyFile(join(dirname(config), "deno.lock"), copy);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return ["--no-lock"];
    throw error;
  }
  return ["--lock", copy];
}
