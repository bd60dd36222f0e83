import { LineSplitter } from "../lines.ts";

/** A program that tells what it does line by line. */
export interface Child {
  /** The lines of its standard output and standard error, as they come. */
  lines: AsyncIterable<{ from: "stdout" | "stderr"; text: string }>;
  /** Its exit code. */
  code: Promise<number>;
  /** Ends it. */
  kill(signal: Deno.Signal): void;
}

/** What {@linkcode startChild} takes. */
export interface ChildOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Text for its standard input. @default none */
  input?: string;
}

/** Starts a program. */
export function startChild([program, ...args]: string[], options: ChildOptions = {}): Child {
  const { input, ...rest } = options;
  const process = new Deno.Command(program!, {
    args,
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
    ...rest,
  }).spawn();
  if (input !== undefined) void write(process.stdin, input);
  return {
    lines: merged(process),
    code: process.status.then(({ code }) => code),
    kill(signal) {
      try {
        process.kill(signal);
      } catch {
        // It has ended already.
      }
    },
  };
}

/**
 * Runs a program to its end.
 *
 * @returns Its exit code, 127 where there is no such program, and all that it wrote.
 * @throws The signal's reason, when it aborts.
 */
export async function runChild(
  command: string[],
  { signal, ...options }: ChildOptions & { signal?: AbortSignal } = {},
): Promise<{ code: number; text: string }> {
  signal?.throwIfAborted();
  let child;
  try {
    child = startChild(command, options);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { code: 127, text: "" };
    throw error;
  }
  const kill = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", kill, { once: true });
  let text = "";
  for await (const line of child.lines) text += `${line.text}\n`;
  signal?.removeEventListener("abort", kill);
  signal?.throwIfAborted();
  return { code: await child.code, text };
}

async function write(stdin: WritableStream<Uint8Array>, input: string): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  } catch {
    // It ended without reading all; its exit code tells.
  }
}

type Line = { from: "stdout" | "stderr"; text: string };

async function* merged(process: Deno.ChildProcess): AsyncGenerator<Line> {
  const waiting: Line[] = [];
  let wake = () => {};
  let open = 2;
  async function read(from: Line["from"]): Promise<void> {
    const splitter = new LineSplitter({ limit: Infinity });
    for await (const piece of process[from].pipeThrough(new TextDecoderStream())) {
      waiting.push(...splitter.push(piece).map((text) => ({ from, text })));
      wake();
    }
    if (splitter.rest !== "") waiting.push({ from, text: splitter.rest });
    open--;
    wake();
  }
  void read("stdout");
  void read("stderr");
  while (true) {
    while (waiting.length > 0) yield waiting.shift()!;
    if (open === 0) return;
    await new Promise<void>((resolve) => wake = resolve);
  }
}
