import { engines as declared } from "./engines/mod.ts";
import type { StackScope } from "./scope.ts";
import { stackDir } from "./stack_dir.ts";

/**
 * The id that all engines of this stack carry, so that another project's on the same port are not
 * mistaken for them: 22 characters of URL-safe base64.
 *
 * As processes they have the id of the data that an engine holds, which moves with the folder. Under
 * Docker it comes from the folder's path, so that containers are found again even after the state was
 * deleted.
 */
export async function stackId(
  mode: "docker" | "java",
  { engines = declared, dir = stackDir() }: StackScope = {},
): Promise<string> {
  if (mode === "java") {
    for (const engine of engines) {
      const stored = await engine.storedId?.(`${dir}/${engine.name}`);
      if (stored !== undefined) return stored;
    }
  }
  return await idOfFolder(dir);
}

async function idOfFolder(dir: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(dir));
  const id = new Uint8Array(digest, 0, 16).toBase64({ alphabet: "base64url", omitPadding: true });
  // A leading dash would read as a flag on a command line.
  return `T${id.slice(1)}`;
}
