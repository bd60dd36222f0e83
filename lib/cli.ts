/** A command: what it does, how it ends, and how Ctrl-C stops it. */
import { type Flag, type Flags, parse, type Usage, usage } from "./cli_flags.ts";
import { messageOf, UsageError } from "./errors.ts";

/** What a command's `run` is given. */
export interface Call<T extends Record<string, Flag>> {
  flags: Flags<T>;
  /** The words that are no flags. */
  args: string[];
  /** Aborts at Ctrl-C or SIGTERM: end cleanly, then return. */
  signal: AbortSignal;
}

/** A command of `deno task`. */
export interface Command<T extends Record<string, Flag>> extends Usage<T> {
  /** Does the work. @returns The exit code. @default 0 */
  run(call: Call<T>): Promise<number | void>;
}

/** Gives a command its types. */
export function defineCommand<const T extends Record<string, Flag>>(
  command: Command<T>,
): Command<T> {
  return command;
}

/** One Ctrl-C in a terminal comes twice: to the whole job, and passed on by `deno task`. */
const SAME_KEY = 500;

/**
 * Runs a command. The first Ctrl-C or SIGTERM aborts its signal, the second leaves the process at
 * once. Errors are printed, not thrown.
 *
 * @returns The exit code: 0 ok, 1 failed, 2 wrong usage, 130 interrupted.
 */
export async function execute<T extends Record<string, Flag>>(
  command: Command<T>,
  args: string[],
): Promise<number> {
  const stop = new AbortController();
  let pressed = 0;
  const interrupt = () => {
    if (stop.signal.aborted) {
      if (performance.now() - pressed > SAME_KEY) Deno.exit(130);
      return;
    }
    pressed = performance.now();
    console.error("\nStopping cleanly; press Ctrl-C again to leave at once");
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
      console.error(`error: ${messageOf(error)}`);
      if (error instanceof UsageError) console.error(`See: deno task ${command.name} --help`);
      if (Deno.env.get("TRIBUTARY_DEBUG") && error instanceof Error) console.error(error.stack);
    }
    code = error instanceof UsageError ? 2 : 1;
  } finally {
    for (const signal of signals) Deno.removeSignalListener(signal, interrupt);
  }
  return stop.signal.aborted ? 130 : code;
}

/** Runs a command as the process's main job and leaves with its exit code. */
export async function main<T extends Record<string, Flag>>(command: Command<T>): Promise<never> {
  Deno.exit(await execute(command, Deno.args));
}
