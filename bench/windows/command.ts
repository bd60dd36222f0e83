/** Programs of their own process, with what the process has used. */
import { fileURLToPath } from "node:url";
import { projectFolder } from "../../lib/config.ts";
import type { WindowResult } from "../../lib/windows/result.ts";

const USAGE = fileURLToPath(new URL("usage.ts", import.meta.url));
const PLAIN = fileURLToPath(new URL("plain_deno.ts", import.meta.url));

/** What a program did, and its cost. */
export interface CommandRun {
  /** Records read. */
  read: number;
  rows: number;
  seconds: number;
  /** CPU time of the whole process, with its start. */
  cpuSeconds: number;
  /** Peak resident memory of the process. */
  peakBytes: number;
}

/** Where a program runs. */
export interface CommandOptions {
  namespace: string;
  signal: AbortSignal;
}

/**
 * Runs `deno task windows <words> --once --json`, with the task's own permissions.
 *
 * @throws {Error} It failed: the last lines that it printed.
 */
export async function windowsCommand(
  words: readonly string[],
  options: CommandOptions,
): Promise<CommandRun> {
  const { out, usage } = await measuredTask("windows", [...words, "--once", "--json"], options);
  const { read, rows, seconds } = out as WindowResult;
  return { read, rows: rows.length, seconds, ...usage };
}

/** Runs plain_deno.ts. */
export async function plainCommand(options: CommandOptions): Promise<CommandRun> {
  const { out, usage } = await measured(["--allow-all", PLAIN], options);
  return { ...out as Omit<CommandRun, "cpuSeconds" | "peakBytes">, ...usage };
}

/**
 * Runs a task with its own permissions.
 *
 * @returns The JSON that it prints, and what its process has used.
 * @throws {Error} It failed: the last lines that it printed.
 */
export async function measuredTask(
  name: string,
  words: readonly string[],
  options: CommandOptions,
): Promise<{ out: unknown; usage: Pick<CommandRun, "cpuSeconds" | "peakBytes"> }> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${projectFolder}/deno.json`));
  const [, , ...task] = (tasks[name].command as string).split(" ");
  return await measured(["--allow-sys", ...task, ...words], options);
}

/** Its only line, and what usage.ts says at its end. */
async function measured(
  args: readonly string[],
  { namespace, signal }: CommandOptions,
): Promise<{ out: unknown; usage: Pick<CommandRun, "cpuSeconds" | "peakBytes"> }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--preload", USAGE, ...args],
    cwd: projectFolder,
    env: { TRIBUTARY_NAMESPACE: namespace },
    signal,
  }).output();
  const text = new TextDecoder();
  const lines = text.decode(stderr).trim().split("\n");
  if (code !== 0) throw new Error(`Cannot measure ${args.at(-1)}: ${lines.slice(-4).join("\n")}`);
  return { out: JSON.parse(text.decode(stdout)), usage: JSON.parse(lines.at(-1)!) };
}
