/** PostgreSQL refuses to run as root: then it runs as a user who may do nothing. */
import { type Run, run as runProgram } from "../../machine/run.ts";

/** The user `nobody` by its number, which needs no entry in the system's list of users. */
export const NOBODY = 65_534;

/**
 * What goes before a command so that it does not run as root: nothing if we are not root.
 *
 * The stack's folder lets nobody else in (0700), so the user keeps one of root's capabilities: to read,
 * and where a container has not got that, to write. `no_setuid_fixup` makes access(2), with which
 * PostgreSQL looks for its own files, count it too.
 *
 * @returns The words, or why there is no such way.
 */
export async function unprivileged(
  { run = runProgram }: { run?: Run } = {},
): Promise<string[] | { lack: string }> {
  // Deno.uid() would need a permission that no task has.
  if ((await run(["id", "-u"])).stdout.trim() !== "0") return [];
  let said = "";
  for (const capability of ["dac_read_search", "dac_override"]) {
    const words = [
      "setpriv",
      `--reuid=${NOBODY}`,
      `--regid=${NOBODY}`,
      "--clear-groups",
      `--inh-caps=-all,+${capability}`,
      `--ambient-caps=-all,+${capability}`,
      "--securebits=+no_setuid_fixup",
    ];
    const { code, stderr } = await run([...words, "true"]);
    if (code === 0) return words;
    said = stderr.trim();
  }
  return {
    lack: `It does not run as root, and setpriv cannot give it another user (${said}). ` +
      "Install setpriv (package util-linux), or use a user of your own",
  };
}
