/** `deno task windows`, as users run it, with what its process has used. */
import { fileURLToPath } from "node:url";
import { projectFolder } from "../../lib/config.ts";
import type { WindowResult } from "../../lib/windows/result.ts";

const USAGE = fileURLToPath(new URL("usage.ts", import.meta.url));

/** The result of a window, without its rows, and its cost. */
export interface CommandRun extends Omit<WindowResult, "rows"> {
  rows: number;
  /** CPU time of the whole process, with its start. */
  cpuSeconds: number;
  /** Peak resident memory of the process. */
  peakBytes: number;
}

/**
 * Runs `deno task windows <words> --once --json` in a namespace.
 *
 * @throws {Error} It failed: the last lines that it printed.
 */
export async function windowsCommand(
  words: readonly string[],
  { namespace, signal }: { namespace: string; signal: AbortSignal },
): Promise<CommandRun> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${projectFolder}/deno.json`));
  const [, run, ...args] = (tasks.windows.command as string).split(" ");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    // Its own permissions, and the one to read what it has used.
    args: [run!, "--allow-sys", "--preload", USAGE, ...args, ...words, "--once", "--json"],
    cwd: projectFolder,
    env: { TRIBUTARY_NAMESPACE: namespace },
    signal,
  }).output();
  const text = new TextDecoder();
  const lines = text.decode(stderr).trim().split("\n");
  if (code !== 0) {
    throw new Error(`Cannot measure ${words.join(" ")}: ${lines.slice(-4).join("\n")}`);
  }
  const result = JSON.parse(text.decode(stdout)) as WindowResult;
  return { ...result, rows: result.rows.length, ...JSON.parse(lines.at(-1)!) };
}
