/** Files that only their owner may read. On Windows, which has no such modes, nothing is changed. */
import { UsageError } from "../../errors.ts";
import { startError } from "../start_error.ts";
import { type Run, run as runProgram } from "./run.ts";

/**
 * Makes a folder that only its owner may enter (0700), and tightens one that is there.
 *
 * @throws {UsageError} It is shared with other users, as `/tmp` is, or belongs to one.
 */
export async function privateFolder(dir: string): Promise<void> {
  await Deno.mkdir(dir, { recursive: true, mode: 0o700 });
  const { mode } = await Deno.stat(dir);
  if (mode === null || (mode & 0o1077) === 0) return;
  const refuse = (why: string) =>
    new UsageError(
      `Cannot keep the engines' passwords and data in ${dir}: ${why}. ` +
        "Set TRIBUTARY_STACK_DIR to a folder of your own",
    );
  if (mode & 0o1000) throw refuse("all users share this folder");
  await Deno.chmod(dir, 0o700).catch((error) => {
    if (error instanceof Deno.errors.PermissionDenied) throw refuse("it belongs to another user");
    throw error;
  });
}

/**
 * Takes all rights of others from what an engine's folder holds: older versions left it readable, and
 * tools write with the caller's umask.
 *
 * @throws {UnavailableError} They cannot be taken.
 */
export async function tighten(
  dir: string,
  engine: { title: string },
  { run = runProgram }: { run?: Run } = {},
): Promise<void> {
  if (Deno.build.os === "windows") return;
  const env = { LC_ALL: "C" };
  const { code, stderr } = await run(["chmod", "-R", "go=", dir], { env });
  const { mode } = await Deno.stat(dir).catch(() => ({ mode: null })); // chmod says so as well
  // An engine that runs removes files meanwhile; chmod goes on with the others.
  const wrong = stderr.trim().split("\n").filter((line) =>
    !/: No such file or directory$/.test(line)
  );
  if (code === 0 || code === 1 && wrong.length === 0 && mode !== null) return;
  const next = "Set TRIBUTARY_STACK_DIR to a folder of your own, on a disk that keeps file modes";
  throw startError(engine, `others may read its data: ${stderr.trim()}. ${next}`);
}

/** Writes a file for its owner only (0600), in one step: a reader or a kill sees the old or the new. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const fresh = `${file}.new`;
  await Deno.remove(fresh).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  await Deno.writeTextFile(fresh, text, { mode: 0o600, createNew: true });
  await Deno.rename(fresh, file);
}
