/** Helpers for tests of whole commands, run as their tasks run them. */
import assert from "node:assert/strict";
import { projectFolder } from "../lib/config.ts";
import type { Questdb } from "../lib/questdb/client.ts";
import type { Stream } from "../lib/streams/define.ts";

/** The exit code and output of a command. */
export interface CommandResult {
  code: number;
  out: string;
  err: string;
}

/** Options for {@linkcode task}: the command's environment and folder. */
export interface TaskOptions {
  /** Variables on top of this process's own. @default {} */
  env?: Record<string, string>;
  /** Working folder. @default the project's */
  cwd?: string;
}

/**
 * A command as its task runs it, with the task's permissions, but without `deno task` around it: a
 * signal reaches the command itself.
 */
export function task(name: string, words: string[], options: TaskOptions = {}): Deno.Command {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${projectFolder}/deno.json`));
  const [deno, ...args] = tasks[name].command.split(" ");
  assert.equal(deno, "deno");
  return new Deno.Command(Deno.execPath(), {
    cwd: projectFolder,
    ...options,
    args: [...args, ...words],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Maximum wait for a running command, in milliseconds. */
const PATIENCE = 120_000;

/** A running command. */
export interface RunningCommand {
  child: Deno.ChildProcess;
  /** Standard error so far. */
  readonly err: string;
  /** Waits until standard error matches. */
  until(text: RegExp): Promise<void>;
  /** Its result, when it has ended. */
  result: Promise<CommandResult>;
  /** Kills it with SIGKILL after this many milliseconds; false if it had ended by then. */
  killedAfter(milliseconds: number): Promise<boolean>;
  /** Kills it if it is still running. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a command and watches its standard error. */
export function start(command: Deno.Command): RunningCommand {
  const child = command.spawn();
  let err = "";
  const watch = async () => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) err += text;
  };
  const finish = async () => {
    const [out, { code }] = await Promise.all([
      new Response(child.stdout).text(),
      child.status,
      watched,
    ]);
    return { code, out, err };
  };
  const watched = watch();
  const result = finish();
  let over = false;
  const ended = () => over = true;
  result.then(ended, ended); // whoever awaits the result gets its error
  return {
    child,
    result,
    get err() {
      return err;
    },
    async [Symbol.asyncDispose]() {
      if (!over) child.kill("SIGKILL");
      await result;
    },
    async killedAfter(milliseconds) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const sleep = new Promise((resolve) => timer = setTimeout(resolve, milliseconds));
      await Promise.race([sleep, result]);
      clearTimeout(timer);
      const alive = !over;
      if (alive) child.kill("SIGKILL");
      await result;
      return alive;
    },
    async until(text) {
      for (const end = Date.now() + PATIENCE; !text.test(err);) {
        assert.ok(!over && Date.now() < end, `${text} did not appear, but:\n${err}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

/** Runs a command to its end. */
export function run(name: string, words: string[], options?: TaskOptions): Promise<CommandResult> {
  return start(task(name, words, options)).result;
}

/** Waits until a stream's table exists and has at least this many rows, while a command runs. */
export async function untilRows(
  db: Questdb,
  stream: Stream,
  { least, running }: { least: number; running: RunningCommand },
): Promise<void> {
  let over = false;
  const ended = () => over = true;
  running.result.then(ended, ended); // whoever awaits the result gets its error
  for (const end = Date.now() + PATIENCE;;) {
    const rows = await db.sql<{ n: number }>`select count() n from ${stream}`.then(
      ([row]) => row!.n,
      () => -1, // no table yet
    );
    if (rows >= least) return;
    assert.ok(!over && Date.now() < end, `${rows} rows, expected ${least}:\n${running.err}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
