/** The commands that run beside the measurement, each as a process of its own. */
import { projectFolder } from "../lib/config.ts";

/** A command that runs until it is stopped. */
export interface Service {
  /** Lines of its standard output and error, as they come. */
  lines: AsyncIterable<string>;
  /** Ends it as Ctrl-C does, and waits for that. */
  stop(): Promise<void>;
}

/** Whether there is such a task. */
export function hasTask(name: string): boolean {
  return name in tasks();
}

function tasks(): Record<string, { command: string }> {
  return JSON.parse(Deno.readTextFileSync(`${projectFolder}/deno.json`)).tasks;
}

/** Starts a task with its own permissions, in a namespace. Its messages are in `lines`. */
export function startTask(name: string, words: string[], namespace: string): Service {
  const [, ...args] = tasks()[name]!.command.split(" ");
  return startService([...args, ...words], { namespace, output: "stderr" });
}

/** Starts a program of the project; its lines are those of its standard output. Ends when its input ends. */
export function startProgram(path: string, words: string[], namespace: string): Service {
  return startService(["run", "-A", path, ...words], { namespace, output: "stdout" });
}

function startService(
  args: string[],
  { namespace, output }: { namespace: string; output: "stdout" | "stderr" },
): Service {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: projectFolder,
    env: { TRIBUTARY_NAMESPACE: namespace },
    stdin: "piped",
    stdout: output === "stdout" ? "piped" : "null",
    stderr: output === "stderr" ? "piped" : "inherit",
  }).spawn();
  return {
    lines: linesOf(child[output]),
    async stop() {
      if (output === "stdout") await child.stdin.close();
      else child.kill("SIGINT");
      await child.status;
    },
  };
}

/** A service whose lines nobody reads, so that its pipe does not fill. */
export function drained(service: Service): Service {
  (async () => {
    for await (const _ of service.lines);
  })();
  return service;
}

/**
 * What the first group of a pattern is in the first line that has it; the later lines are read and dropped.
 *
 * @throws {Error} The service ended without such a line.
 */
export async function firstMatch(service: Service, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  (async () => {
    let seen = "";
    for await (const line of service.lines) {
      seen += `${line}\n`;
      const found = pattern.exec(line)?.[1];
      if (found) resolve(found);
    }
    reject(new Error(`It ended: ${seen}`));
  })();
  return await promise;
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
