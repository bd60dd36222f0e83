/** A command: what it does, how it ends, and how Ctrl-C stops it. */
import { type Flag, type Flags, parse, type Usage, usage } from "./cli_flags.ts";
import { messageOf, UsageError } from "./errors.ts";
import { printFailure, safeConsole } from "./safe_console.ts";

/** The argument of a command's `run`. */
export interface Call<T extends Record<string, Flag>> {
  flags: Flags<T>;
  /** The positional arguments. */
  args: string[];
  /** Aborts on Ctrl-C or SIGTERM: clean up, then return. */
  signal: AbortSignal;
}

/** A command of `deno task`. */
export interface Command<T extends Record<string, Flag>> extends Usage<T> {
  /** Does the work. @returns The exit code. @default 0 */
  run(call: Call<T>): Promise<number | void>;
}

/** Returns the command, with the types of its flags inferred. */
export function defineCommand<const T extends Record<string, Flag>>(
  command: Command<T>,
): Command<T> {
  return command;
}

/** Milliseconds. One Ctrl-C arrives twice: from the terminal, and passed on by `deno task`. */
const SAME_KEY = 500;

/**
 * Runs a command. The first Ctrl-C or SIGTERM aborts its signal, the second exits the process
 * immediately. Errors are printed, not thrown; nothing that is printed can control the terminal.
 *
 * @returns The exit code: 0 ok, 1 failed, 2 wrong usage, 130 interrupted.
 */
export async function execute<T extends Record<string, Flag>>(
  command: Command<T>,
  args: string[],
): Promise<number> {
  using _ = safeConsole();
  const stop = new AbortController();
  let pressed = 0;
  const interrupt = () => {
    if (stop.signal.aborted) {
      if (performance.now() - pressed > SAME_KEY) Deno.exit(130);
      return;
    }
    pressed = performance.now();
    console.error("\nStopping cleanly; press Ctrl-C again to exit immediately");
    stop.abort(new DOMException("Interrupted", "AbortError"));
  };
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) Deno.addSignalListener(signal, interrupt);
  let code = 1;
  try {
    const parsed = parse(command, args);
    if (parsed === "help") {
      console.log(usage(command as unknown as Usage<Record<string, Flag>>));
      return 0;
    }
    code = await command.run({ ...parsed, signal: stop.signal }) ?? 0;
  } catch (error) {
    if (!stop.signal.aborted || (error as Error)?.name !== "AbortError") {
      printFailure(messageOf(error));
      if (error instanceof UsageError) console.error(`See: deno task ${command.name} --help`);
      if (Deno.env.get("TRIBUTARY_DEBUG") && error instanceof Error) console.error(error.stack);
    }
    code = error instanceof UsageError ? 2 : 1;
  } finally {
    for (const signal of signals) Deno.removeSignalListener(signal, interrupt);
  }
  return stop.signal.aborted ? 130 : code;
}

/** Runs the command of this process and exits with its code. */
export async function main<T extends Record<string, Flag>>(command: Command<T>): Promise<never> {
  Deno.exit(await execute(command, Deno.args));
}
