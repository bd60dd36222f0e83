/** The commands that run beside the measurement, each as a process of its own. */
import { projectFolder } from "../../lib/config.ts";
import { fileURLToPath } from "node:url";

const PLACE_ORDERS = fileURLToPath(new URL("place_orders.ts", import.meta.url));

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

/** Starts the program that places orders; its lines are the orders that it names. */
export function placeOrders(rate: number, namespace: string): Service {
  const args = ["run", "-A", PLACE_ORDERS, String(rate), "1"];
  return startService(args, { namespace, output: "stdout" });
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

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
