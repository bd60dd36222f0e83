import { LineSplitter } from "../lines.ts";

/** A running program that reports what it does in lines of text. */
export interface Child {
  /** The lines of its standard output and standard error, as they come. */
  lines: AsyncIterable<ChildLine>;
  /** Its exit code. */
  code: Promise<number>;
  /** Sends it a signal; does nothing if it has ended. */
  kill(signal: Deno.Signal): void;
}

/** A line that a program wrote. */
export interface ChildLine {
  from: "stdout" | "stderr";
  text: string;
}

/** How {@linkcode startChild} starts a program. */
export interface ChildOptions {
  /** Its working directory. @default that of this process */
  cwd?: string;
  /** Environment variables in addition to those of this process. @default {} */
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
        // It has already ended.
      }
    },
  };
}

/**
 * Runs a program to its end.
 *
 * @returns Its exit code, 127 if there is no such program, and all that it wrote.
 * @throws The signal's reason when it aborts.
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
    // It ended without reading all of it; its exit code says how.
  }
}

async function* merged(process: Deno.ChildProcess): AsyncGenerator<ChildLine> {
  const waiting: ChildLine[] = [];
  let wake = () => {};
  let open = 2;
  async function read(from: ChildLine["from"]): Promise<void> {
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
