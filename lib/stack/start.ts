import { UnavailableError } from "../errors.ts";
import { until } from "../retry.ts";
import { answering, locate, LoginRefusedError } from "./answering.ts";
import type { Engine } from "./engines/define.ts";
import { tailOf } from "./logs.ts";
import { startDocker } from "./modes/docker.ts";
import { startJava } from "./modes/java.ts";
import { isFree } from "./machine/ports.ts";
import { runningEngines } from "./machine/processes.ts";
import type { StackScope } from "./scope.ts";
import { startError } from "./start_error.ts";
import { portsOf, readState } from "./state.ts";

/** Longest wait until engines answer, milliseconds: a busy machine may need a minute. */
const PATIENCE = 120_000;
/**
 * How long a refused login may come from another process that took the port, in milliseconds: our own
 * engine then ends, but needs a moment for it.
 */
const REFUSED_PATIENCE = 10_000;

/** Options for {@linkcode start}. */
export interface StartOptions extends StackScope {
  mode: "docker" | "java";
  /** Gives up waiting. What was started goes on, and the next call finds it. */
  signal?: AbortSignal;
  /** Called with each step. @default console.error */
  log?: (line: string) => void;
}

/**
 * Starts engines and waits until all answer. Call it under the lock.
 *
 * @param wanted Engines whose dependencies answer already.
 * @throws {UnavailableError} One cannot be started, ended by itself, or does not answer.
 */
export async function start(wanted: readonly Engine[], options: StartOptions): Promise<void> {
  const { mode, log = console.error } = options;
  for (let attempt = 1;; attempt++) {
    await (mode === "docker" ? startDocker : startJava)(wanted, options);
    const ended = await untilAnswering(wanted, options);
    if (ended === undefined) return;
    if (attempt === 3 || !await lostPort(ended, options)) {
      throw startError(
        ended,
        `it ended by itself. Its last lines:\n${await tailOf(ended, 6, options)}\n` +
          `More: deno task logs ${ended.name}`,
      );
    }
    log(`Another process took a port of ${ended.title} meanwhile; trying others`);
  }
}

/** Waits until all answer. @returns Undefined, or an engine that ended meanwhile. */
async function untilAnswering(
  need: readonly Engine[],
  { mode, engines, dir, signal }: StartOptions,
): Promise<Engine | undefined> {
  const known = await locate({ engines, dir, need, wanted: mode });
  let last: UnavailableError | undefined;
  let round = 0;
  const started = performance.now();
  const check = async (): Promise<{ ended?: Engine } | undefined> => {
    try {
      await answering(known, { guarded: true });
      return {};
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      const waits = mode === "java" && performance.now() - started < REFUSED_PATIENCE;
      if (error instanceof LoginRefusedError && !waits) throw error;
      last = error;
    }
    if (++round % 5 !== 0 || mode !== "java") return undefined;
    const running = await runningEngines({ engines: need, dir });
    const ended = need.find(({ name }) => running[name] === undefined);
    return ended && { ended };
  };
  try {
    return (await until(check, { every: 100, within: PATIENCE, signal })).ended;
  } catch (error) {
    if (signal?.aborted || last === undefined || (error as Error).name !== "TimeoutError") {
      throw error;
    }
    throw new UnavailableError(
      `${last.message.split(". ")[0]}, ${PATIENCE / 1000} s after its start. ` +
        "See: deno task logs. To start again: deno task down, then deno task up",
      last,
    );
  }
}

/** Whether a port of an engine that ended is now held by another process. */
async function lostPort(engine: Engine, { dir }: StackScope): Promise<boolean> {
  const ports = portsOf(engine, (await readState(dir))?.ports) ?? {};
  return Object.values(ports).some((port) => !isFree(port));
}
