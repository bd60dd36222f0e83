import { UsageError } from "../errors.ts";
import { engines as declared } from "./engines/mod.ts";
import { inWaves } from "./engines/order.ts";
import { knownStack } from "./known.ts";
import { withLock } from "./machine/lock.ts";
import { stopDocker } from "./modes/docker.ts";
import { runningEngines, stopEngine } from "./machine/processes.ts";
import type { StackScope } from "./scope.ts";
import { stackDir } from "./stack_dir.ts";
import { portsOf, readState } from "./state.ts";

/** Options for {@linkcode stopStack}. */
export interface StopOptions extends StackScope {
  /** Delete the engines' data too: topics, tables, logs. @default false */
  purge?: boolean;
  /** Gives up waiting. */
  signal?: AbortSignal;
  /** Called with each step. @default console.error */
  log?: (line: string) => void;
}

/**
 * Stops the engines that this project started, those that depend on others first. Their data stays
 * unless `purge` is set.
 *
 * @returns Names of the engines that were stopped.
 * @throws {UsageError} The engines are external: not ours to stop.
 */
export async function stopStack(options: StopOptions = {}): Promise<string[]> {
  const { engines = declared, dir = stackDir(), purge = false, log = console.error } = options;
  if ((await knownStack({ engines, dir }))?.mode === "external") {
    throw new UsageError("Cannot stop external engines: stop them where they were started");
  }
  return await withLock(async () => {
    const state = await readState(dir);
    const docker = state?.mode === "docker";
    if (docker) await stopDocker(options);
    const running = await runningEngines({ engines, dir });
    for (const wave of inWaves(engines).toReversed()) {
      await Promise.all(wave.map(async (engine) => {
        const pid = running[engine.name];
        if (pid !== undefined && !await stopEngine(engine, { pid, dir })) {
          log(`Killed ${engine.title}: it did not end by itself`);
        }
      }));
    }
    const files = ["state.json", "credentials.json"];
    if (purge) await purgeData([...engines.map(({ name }) => name), ...files], dir);
    const stopped = engines.filter((engine) =>
      docker ? portsOf(engine, state.ports) : running[engine.name] !== undefined
    );
    return stopped.map(({ name }) => name);
  }, options);
}

async function purgeData(names: string[], dir: string): Promise<void> {
  for (const name of names) {
    await Deno.remove(`${dir}/${name}`, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}
