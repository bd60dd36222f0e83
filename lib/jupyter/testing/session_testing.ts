/** For tests: a session with our kernel, like that of JupyterLab. */
import { fileURLToPath } from "node:url";
import { LineSplitter } from "../../lines.ts";
import type { CellOutput } from "../ipynb/ipynb.ts";
import { kernelEnv } from "../kernel_env.ts";
import { findPython } from "../python.ts";
import { busy } from "./busy_testing.ts";

/** A command for a session. */
export interface SessionCommand {
  /** Cells, all sent at once. @default none */
  run?: string[];
  /** Seconds before Stop is pressed. @default never */
  stop?: number;
  /** Seconds to keep listening after the last cell, longer if the machine is busy. @default 0 */
  wait?: number;
  /** Requests sent half a second after the cells. @default none */
  ask?: string[];
  /** Messages for comms, in the order of their times, in seconds after the cells. @default none */
  comm?: { type: string; content: Record<string, unknown>; buffers?: string[]; at?: number }[];
  /** Restart the kernel first. @default false */
  restart?: boolean;
  /** Send a cellId with each cell, as JupyterLab does: `cell0` and so on. @default none */
  follow?: boolean;
  /** Ids for the cells instead of `cell0`, with `follow`. */
  ids?: string[];
  /** Requests of the shell channel, one after the other. @default none */
  request?: { type: string; content: Record<string, unknown> }[];
  /** Seconds after the cells were sent at which the first of them is. @default 0 */
  after?: number;
}

/** A comm's message from the kernel, or its answer which comms there are. */
export interface SeenComm {
  type: string;
  // deno-lint-ignore no-explicit-any
  content: any;
  buffers: string[];
  /** Seconds after the cells were sent. */
  seconds: number;
}

/** The result of a command. */
export interface SessionAnswer {
  cells: { status: string | null; outputs: CellOutput[]; seconds: number | null }[];
  /** Types of the replies to the requests in `ask`. */
  answers: string[];
  /** The contents of the replies to `request`, with the milliseconds that each took. */
  replies: (Record<string, unknown> & { ms: number })[];
  /** Comms' messages that came. */
  comms: SeenComm[];
  /** Whether the kernel answers heartbeats. */
  beating: boolean;
  /** Process id of the relay. */
  pid: number;
}

const CLIENT = fileURLToPath(new URL("session_testing.py", import.meta.url));

/** Sends a command to the session and waits for its result. */
export type Tell = (command: SessionCommand) => Promise<SessionAnswer>;

/** Starts a kernel in a folder, calls the test with a function that commands it, and ends it. */
export async function withSession(
  { python, folder, env = {} }: { python: string; folder: string; env?: Record<string, string> },
  test: (tell: Tell) => Promise<void>,
): Promise<void> {
  await using child = new Deno.Command(python, {
    args: [CLIENT],
    cwd: folder,
    env: { ...kernelEnv(), ...env },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const lines = new LineSplitter({ limit: Infinity });
  try {
    await test(async ({ wait, ...command }) => {
      const own = wait === undefined ? command : { ...command, wait: wait * busy() };
      await writer.write(new TextEncoder().encode(`${JSON.stringify(own)}\n`));
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

/**
 * Starts a kernel in a folder that has the module `helper.ts`, and calls the test with a function that
 * runs cells there.
 *
 * @param files More files of the folder.
 */
export async function inSession(
  test: (run: (...cells: string[]) => Promise<string[]>, tell: Tell) => Promise<void>,
  files: Record<string, string> = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const all = { "helper.ts": "export const known = 1;\n", ...files };
  for (const [name, text] of Object.entries(all)) {
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
  const python = await findPython("client");
  try {
    await withSession({ python, folder }, async (tell) => {
      await test(async (...cells) => (await tell({ run: cells })).cells.map(textOf), tell);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Joins the outputs of a cell into one text. */
export function textOf({ outputs }: { outputs: CellOutput[] }): string {
  return outputs.map((output) =>
    output.output_type === "stream"
      ? output.text
      : output.output_type === "error"
      ? output.traceback.join("\n")
      : String(output.data["text/html"] ?? output.data["text/plain"])
  ).join("");
}
