import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectFolder } from "../../config.ts";
import { runChild } from "../child.ts";
import { preparedParts } from "./prepared_parts.ts";

const SCRIPT = fileURLToPath(new URL("install.py", import.meta.url));

/** How the parts for Jupyter are installed. */
export interface InstallOptions {
  /** A Python that has jupyter_client: see `findPython`. The kernel starts with it. */
  python: string;
  /** Where the parts are prepared. @default `.stack/jupyter_install`, which no Jupyter searches */
  folder?: string;
  /** Ends it. @default never */
  signal?: AbortSignal;
}

/**
 * Installs the kernel, and the Lab extension if there is one, for every Jupyter of this user: into
 * `JUPYTER_DATA_DIR`, or the folder that Jupyter takes by default. Replaces what it installed before.
 *
 * @returns The folders that were written.
 * @throws {Error} A folder of that name is not from us, or cannot be written.
 */
export async function installForUser(options: InstallOptions): Promise<string[]> {
  const { folder = join(projectFolder, ".stack", "jupyter_install") } = options;
  await preparedParts(folder, options);
  return await script("install", ["install", folder], options);
}

/**
 * Removes what {@linkcode installForUser} installed, from this folder or another copy of the project.
 *
 * @returns The folders that were removed; none if nothing was installed.
 */
export async function uninstallForUser(options: InstallOptions): Promise<string[]> {
  return await script("uninstall", ["uninstall"], options);
}

async function script(
  what: string,
  words: string[],
  { python, signal }: InstallOptions,
): Promise<string[]> {
  const { code, text } = await runChild([python, SCRIPT, ...words], { signal });
  const last = text.trim().split("\n").at(-1) ?? "";
  if (code !== 0) throw new Error(`Cannot ${what} the kernel: ${last || `exit code ${code}`}`);
  return JSON.parse(last);
}
