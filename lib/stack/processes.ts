/**
 * The engines as processes. Each carries `-Dtributary.engine=<its folder>` among its arguments, and
 * the process table is asked for that: no file of process ids can go stale, and a process that was
 * given an old id is never touched.
 */
import { UnavailableError } from "../errors.ts";
import { type Run, run as runProgram } from "./run.ts";
import { stackDir } from "./state.ts";

/** The engines, as their folders under the stack's are called. */
export const ENGINES = ["kafka", "questdb"] as const;
/** One of {@linkcode ENGINES}. */
export type Engine = typeof ENGINES[number];
/** Their names, as people write them. */
export const SERVICE: Record<Engine, string> = { kafka: "Kafka", questdb: "QuestDB" };

/** Why an engine cannot be started, and what to do. */
export function startError(engine: Engine, reason: string): UnavailableError {
  const service = SERVICE[engine];
  return new UnavailableError(`Cannot start ${service}: ${reason}`, {
    service,
    address: "127.0.0.1",
  });
}

/** The argument by which an engine of this stack is known. @default dir stackDir() */
export function markerOf(engine: Engine, dir = stackDir()): string {
  return `-Dtributary.engine=${dir}/${engine}`;
}

/** Options of {@linkcode runningEngines}. */
export interface ProcessOptions {
  /** Runs ps. @default run */
  run?: Run;
  /** The stack's folder. @default stackDir() */
  dir?: string;
}

/** Process ids of this stack's engines that run now. */
export async function runningEngines(
  { run = runProgram, dir = stackDir() }: ProcessOptions = {},
): Promise<Partial<Record<Engine, number>>> {
  const running: Partial<Record<Engine, number>> = {};
  for (const line of (await processTable(run)).split("\n")) {
    for (const engine of ENGINES) {
      // Right after the program's name: neither a shell nor a search for the marker is taken for it.
      // And a space behind: one folder's name may begin with another's.
      if (line.includes(`java ${markerOf(engine, dir)} `)) {
        running[engine] = parseInt(line);
      }
    }
  }
  return running;
}

/** Every process as a line of its id and its arguments. */
async function processTable(run: Run): Promise<string> {
  const { code, stdout } = await run(["ps", "-axww", "-o", "pid=,args="]);
  if (code === 0) return stdout;
  // Slim containers have no ps. Deno itself may read /proc only with every permission.
  const loop = 'for d in /proc/[0-9]*; do echo "${d#/proc/} $(tr "\\0" " " <"$d/cmdline")"; done';
  const table = await run(["sh", "-c", `${loop} 2>/dev/null`]);
  if (table.stdout.trim() !== "") return table.stdout;
  throw new UnavailableError(
    "Cannot read the process table: ps is not installed. Install it (package procps)",
    { service: "ps", address: "this machine" },
  );
}

/**
 * Ends an engine: SIGTERM, and SIGKILL where it has not ended in time.
 *
 * @param pid Its process id, as {@linkcode runningEngines} just gave it.
 * @returns Whether it ended by itself.
 */
export async function stopEngine(engine: Engine, pid: number, patience = 20_000) {
  const stillRuns = async () => (await runningEngines())[engine] === pid;
  for (const [signal, wait] of [["SIGTERM", patience], ["SIGKILL", 5_000]] as const) {
    try {
      Deno.kill(pid, signal);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    for (const end = Date.now() + wait; Date.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (!await stillRuns()) return signal === "SIGTERM";
    }
  }
  throw new UnavailableError(`Cannot stop ${engine}: process ${pid} survived SIGKILL`, {
    service: engine,
    address: `process ${pid}`,
  });
}
