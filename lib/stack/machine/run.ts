/** The output of a finished command. */
export interface Output {
  /** Exit code; 127 if the program is not installed, as in a shell. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Options for {@linkcode run}. */
export interface RunOptions {
  /** Variables on top of this process's own. @default {} */
  env?: Record<string, string>;
  /** Ends the command. */
  signal?: AbortSignal;
}

/** Runs a program to its end. Tests pass another function. */
export type Run = (command: string[], options?: RunOptions) => Promise<Output>;

/** Runs a program with its arguments, without a shell and without input. */
export async function run(command: string[], options: RunOptions = {}): Promise<Output> {
  const [program, ...args] = command;
  try {
    const { code, stdout, stderr } = await new Deno.Command(program!, {
      args,
      stdin: "null",
      ...options,
    }).output();
    options.signal?.throwIfAborted();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { code: 127, stdout: "", stderr: `${program} is not installed` };
  }
}
