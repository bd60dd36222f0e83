/** For tests: a session with our kernel, as JupyterLab has one. */
import { fileURLToPath } from "node:url";
import { LineSplitter } from "../lines.ts";
import type { Output } from "./ipynb.ts";
import { kernelEnv } from "./kernel_env.ts";
import { findPython } from "./python.ts";

/** What a session is told to do. */
export interface SessionCommand {
  /** Cells, sent at once. @default none */
  run?: string[];
  /** Seconds after which Stop is pressed. @default never */
  stop?: number;
  /** Seconds to listen on after the last cell. @default 0 */
  wait?: number;
  /** Requests sent half a second after the cells. @default none */
  ask?: string[];
  /** Restart the kernel first. @default false */
  restart?: boolean;
}

/** What came of it. */
export interface SessionAnswer {
  cells: { status: string | null; outputs: Output[]; seconds: number | null }[];
  /** Types of the replies to what was asked. */
  answers: string[];
  /** Whether the kernel answers heartbeats. */
  beating: boolean;
  /** Process id of the relay. */
  pid: number;
}

const CLIENT = fileURLToPath(new URL("session_testing.py", import.meta.url));

/** Tells the session something and waits for what came of it. */
export type Tell = (command: SessionCommand) => Promise<SessionAnswer>;

/** Starts a kernel in a folder, gives a function to talk to it to the test, and ends it. */
export async function withSession(
  { python, folder }: { python: string; folder: string },
  test: (tell: Tell) => Promise<void>,
): Promise<void> {
  await using child = new Deno.Command(python, {
    args: [CLIENT],
    cwd: folder,
    env: kernelEnv(),
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const lines = new LineSplitter({ limit: Infinity });
  try {
    await test(async (command) => {
      await writer.write(new TextEncoder().encode(`${JSON.stringify(command)}\n`));
      while (true) {
        const { value, done } = await reader.read();
        if (done) throw new Error("The session ended");
        const [line] = lines.push(value);
        if (line !== undefined) return JSON.parse(line);
      }
    });
  } finally {
    await writer.close();
    await reader.cancel();
    await child.status;
  }
}

/** Gives a test a session in a folder with a module `helper.ts`, and a function that runs cells in it. */
export async function inSession(
  test: (run: (...cells: string[]) => Promise<string[]>, tell: Tell) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/helper.ts`, "export const known = 1;\n");
  const python = await findPython("client");
  try {
    await withSession({ python, folder }, async (tell) => {
      await test(async (...cells) => (await tell({ run: cells })).cells.map(textOf), tell);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A cell's outputs as one text. */
export function textOf({ outputs }: { outputs: Output[] }): string {
  return outputs.map((output) =>
    output.output_type === "stream"
      ? output.text
      : output.output_type === "error"
      ? output.traceback.join("\n")
      : String(output.data["text/html"] ?? output.data["text/plain"])
  ).join("");
}
