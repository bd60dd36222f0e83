/**
 * The engines as processes. Each holds its folder at the beginning of its command line (Java engines
 * as `-Dtributary.engine=<folder>`), and the process table is searched for that: no file of process
 * ids can go stale, and a process that was given an old id is never touched.
 */
import { UnavailableError } from "../../errors.ts";
import { until } from "../../retry.ts";
import type { Engine } from "../engines/define.ts";
import { type DeclaredEngine, engines as declared } from "../engines/mod.ts";
import { processTable } from "./process_table.ts";
import { type Run, run as runProgram } from "./run.ts";
import { stackDir } from "../stack_dir.ts";

/** The argument by which a Java engine of this stack is known. @default dir stackDir() */
export function markerOf(name: string, dir = stackDir()): string {
  return `-Dtributary.engine=${dir}/${name}`;
}

/** How an engine's command line begins, from the program's name on. */
function beginningOf({ name, process }: Engine, dir = stackDir()): string {
  return process.kind === "java"
    ? `java ${markerOf(name, dir)}`
    : process.knownBy(`${dir}/${name}`);
}

/** Options for {@linkcode runningEngines}. */
export interface ProcessOptions<E extends Engine = DeclaredEngine> {
  /** @default engines */
  engines?: readonly E[];
  /** Runs ps. @default run */
  run?: Run;
  /** The stack's folder. @default stackDir() */
  dir?: string;
}

/** Process ids of this stack's engines that run now, by the engines' names. */
export async function runningEngines<E extends Engine = DeclaredEngine>(
  options: ProcessOptions<E> = {},
): Promise<Partial<Record<E["name"], number>>> {
  const { engines = declared as readonly Engine[], run = runProgram, dir } = options;
  const running: Record<string, number> = {};
  for (const line of (await processTable(run)).split("\n")) {
    for (const engine of engines) {
      // From the program's name on: neither a shell nor a search for the marker is mistaken for it.
      // And up to a space: one folder's name may begin with another's.
      if (`${line} `.includes(`${beginningOf(engine, dir)} `)) {
        running[engine.name] = parseInt(line);
      }
    }
  }
  return running as Partial<Record<E["name"], number>>;
}

/**
 * Ends an engine: SIGTERM or what it wants instead, then SIGKILL if it has not ended in 20 seconds.
 *
 * @param pid Its process id, as {@linkcode runningEngines} just returned it.
 * @returns Whether it ended by itself.
 * @throws {UnavailableError} It survived SIGKILL.
 */
export async function stopEngine(
  engine: Engine,
  { pid, dir = stackDir() }: { pid: number; dir?: string },
): Promise<boolean> {
  const ended = async () => (await runningEngines({ engines: [engine], dir }))[engine.name] !== pid;
  const { process } = engine;
  const asked = process.kind === "program" ? process.stopSignal ?? "SIGTERM" : "SIGTERM";
  for (const [signal, within] of [[asked, 20_000], ["SIGKILL", 5_000]] as const) {
    try {
      Deno.kill(pid, signal);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    const inTime = await until(ended, { within }).catch((error) => {
      if (error.name !== "TimeoutError") throw error;
    });
    if (inTime) return signal !== "SIGKILL";
  }
  throw new UnavailableError(`Cannot stop ${engine.title}: process ${pid} survived SIGKILL`, {
    service: engine.title,
    address: `process ${pid}`,
  });
}
