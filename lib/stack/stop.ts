import { UsageError } from "../errors.ts";
import { stopDocker } from "./docker.ts";
import { withLock } from "./lock.ts";
import { type Engine, ENGINES, runningEngines, stopEngine } from "./processes.ts";
import { readState, stackDir } from "./state.ts";
import { knownEngines } from "./known.ts";

/** Options of {@linkcode stopStack}. */
export interface StopOptions {
  /** Delete the engines' data too: topics, tables, logs. @default false */
  purge?: boolean;
  /** Gives up waiting. */
  signal?: AbortSignal;
  /** Told of each step. @default console.error */
  log?: (line: string) => void;
}

/**
 * Stops the engines that this project started; their data stays unless `purge` is asked.
 *
 * @returns What was stopped; nothing where nothing ran.
 * @throws {UsageError} The engines are external: not ours to stop.
 */
export async function stopStack(options: StopOptions = {}): Promise<Engine[]> {
  const { purge = false, log = console.error } = options;
  if ((await knownEngines())?.mode === "external") {
    throw new UsageError("Cannot stop external engines: stop them where they were started");
  }
  return await withLock(async () => {
    const docker = (await readState())?.mode === "docker";
    if (docker) await stopDocker(options);
    const running = Object.entries(await runningEngines()) as [Engine, number][];
    await Promise.all(running.map(async ([engine, pid]) => {
      if (!await stopEngine(engine, pid)) log(`Killed ${engine}: it did not end by itself`);
    }));
    if (purge) {
      for (const name of [...ENGINES, "state.json"]) {
        await Deno.remove(`${stackDir()}/${name}`, { recursive: true }).catch((error) => {
          if (!(error instanceof Deno.errors.NotFound)) throw error;
        });
      }
    }
    return docker ? [...ENGINES] : running.map(([engine]) => engine);
  }, options);
}
