import type { Endpoints } from "../config.ts";
import { UnavailableError } from "../errors.ts";
import { until } from "../retry.ts";
import { defaultEngines, ensureStack } from "../stack/mod.ts";
import { run } from "../stack/machine/run.ts";
import { runningEngines } from "../stack/machine/processes.ts";
import { findJava, JAVA_WANTED } from "../stack/modes/find_java.ts";
import { haveJars, javaEngines } from "../stack/modes/jars.ts";
import { stackDir } from "../stack/stack_dir.ts";

/** The engines as the tool's options name them. */
export type EngineTarget = "broker" | "questdb";
const ENGINES = { broker: "kafka", questdb: "questdb" } as const;

/** Engines of a run's own, in a folder of its own, which it may kill. */
export interface OwnStack {
  /** Holds the engines' data, and anything else of the run. */
  dir: string;
  /** Where the engines are now: a port that another program took while one was down is changed. */
  readonly endpoints: Endpoints;
  /** Process ids of the engines that run now. */
  pids(): Promise<Partial<Record<EngineTarget, number>>>;
  /** Starts the engines that do not run, until all answer. */
  restore(signal: AbortSignal): Promise<void>;
  /** Kills the engines and deletes the folder. */
  remove(): Promise<void>;
}

/** The folder that holds a folder for each run. */
export const chaosFolder = () => `${stackDir()}/chaos`;

/**
 * Starts Kafka and QuestDB as processes in a new folder, on free ports. The folder is locked while
 * this process lives, so that a later run knows a folder that was left behind.
 *
 * @throws {UnavailableError} There is no Java that is new enough.
 */
export async function openOwnStack(
  { signal, log }: { signal: AbortSignal; log: (line: string) => void },
): Promise<OwnStack> {
  const java = await findJava();
  if (java === undefined || java.version < JAVA_WANTED) {
    throw new UnavailableError(
      `Cannot start engines to kill: Java ${JAVA_WANTED} or newer is not installed. Install it, ` +
        "also where Docker runs the engines otherwise: chaos kills processes",
      { service: "Java", address: "this machine" },
    );
  }
  const dir = `${chaosFolder()}/${crypto.randomUUID().slice(0, 8)}`;
  await Deno.mkdir(`${dir}/jars`, { recursive: true });
  const owner = await Deno.open(`${dir}/owner`, { create: true, write: true });
  await owner.lock(true);
  const quiet = () => {};
  const options = { dir, mode: "java", signal } as const;
  try {
    for (const engine of javaEngines(defaultEngines)) {
      const jars = await haveJars(engine);
      // Deno itself makes links only with permission to write everywhere. Without one, they are fetched.
      if (jars) await run(["ln", "-s", jars, `${dir}/jars/`]);
    }
    let { endpoints } = await ensureStack({ ...options, log });
    return {
      dir,
      get endpoints() {
        return endpoints;
      },
      async pids() {
        const running = await runningEngines({ dir });
        return Object.fromEntries(
          Object.entries(ENGINES).map(([target, engine]) => [target, running[engine]]),
        );
      },
      async restore(signal) {
        await until(async () => {
          try {
            ({ endpoints } = await ensureStack({ ...options, signal, log: quiet }));
            return true;
          } catch (error) {
            signal.throwIfAborted();
            // The other engine was killed meanwhile: try again.
            if (!(error instanceof UnavailableError)) throw error;
            return false;
          }
        }, { every: 200, within: 180_000, signal });
      },
      async remove() {
        await removeRun(dir);
        owner.close();
      },
    };
  } catch (error) {
    await removeRun(dir);
    owner.close();
    throw error;
  }
}

/** Kills all processes of runs whose tool is gone, and deletes their folders. @returns Their number. */
export async function removeLeftRuns(): Promise<number> {
  let removed = 0;
  const folder = chaosFolder();
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(folder)) {
    const dir = `${folder}/${name}`;
    using owner = await Deno.open(`${dir}/owner`, { create: true, write: true });
    if (!await owner.tryLock(true)) continue; // its run goes on
    await removeRun(dir);
    removed++;
  }
  return removed;
}

async function removeRun(dir: string): Promise<void> {
  await until(async () => {
    const pids = await processesOf(dir);
    for (const pid of pids) {
      try {
        Deno.kill(pid, "SIGKILL");
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error; // it has just ended
      }
    }
    return pids.length === 0;
  }, { every: 100, within: 20_000 });
  await Deno.remove(dir, { recursive: true });
}

/** Engines, producer and sinks hold the run's folder, whose name is unique, in their command line. */
async function processesOf(dir: string): Promise<number[]> {
  const { code, stdout } = await run(["ps", "-axww", "-o", "pid=,args="]);
  if (code !== 0) return Object.values(await runningEngines({ dir }));
  return stdout.split("\n").filter((line) => line.includes(`${dir}/`) && !line.includes("ps -axww"))
    .map((line) => parseInt(line)).filter((pid) => pid !== Deno.pid);
}
