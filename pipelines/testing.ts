/** What tests of whole commands share: a command as its task runs it. */
import assert from "node:assert/strict";
import { projectFolder } from "../lib/config.ts";
import type { Questdb } from "../lib/questdb/client.ts";
import type { Stream } from "../lib/streams/define.ts";

/** What a command left behind. */
export interface Result {
  code: number;
  out: string;
  err: string;
}

/** What {@linkcode task} takes. */
export interface TaskOptions {
  /** Variables on top of this process's own. @default {} */
  env?: Record<string, string>;
  /** Folder that it is called in. @default the project's */
  cwd?: string;
}

/**
 * A command as its task runs it, with the permissions that the task gives, but without `deno task`
 * around it: a signal meets the command itself.
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

/** Longest wait for what a running command should do, in milliseconds. */
const PATIENCE = 120_000;

/** What a running command is asked. */
export interface Running {
  child: Deno.ChildProcess;
  /** Standard error so far. */
  readonly err: string;
  /** Waits until standard error holds this. */
  until(text: RegExp): Promise<void>;
  /** What it left behind. */
  result: Promise<Result>;
  /** Kills it by SIGKILL after so many milliseconds; false where it had ended by then. */
  killedAfter(milliseconds: number): Promise<boolean>;
  /** Kills it where it still runs. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a command and watches its standard error. */
export function start(command: Deno.Command): Running {
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
  result.finally(() => over = true);
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
        assert.ok(!over && Date.now() < end, `${text} never came, but:\n${err}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

/** Runs a command to its end. */
export function run(name: string, words: string[], options?: TaskOptions): Promise<Result> {
  return start(task(name, words, options)).result;
}

/** Waits until a stream's table holds so many rows at least, while a command runs. */
export async function untilRows(
  db: Questdb,
  stream: Stream,
  { least, running }: { least: number; running: Running },
): Promise<void> {
  let over = false;
  running.result.then(() => over = true);
  for (const end = Date.now() + PATIENCE;;) {
    const rows = await db.sql<{ n: number }>`select count() n from ${stream}`.then(
      ([row]) => row!.n,
      () => 0, // no table yet
    );
    if (rows >= least) return;
    assert.ok(!over && Date.now() < end, `${rows} rows, wanted ${least}:\n${running.err}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
