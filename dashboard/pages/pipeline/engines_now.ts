import { cached } from "../../../lib/api/cached.ts";
import { usageOf } from "../../../lib/chaos/soak.ts";
import type { Engine } from "../../../lib/stack/engines/define.ts";
import { run } from "../../../lib/stack/machine/run.ts";
import { runningEngines } from "../../../lib/stack/machine/processes.ts";
import { stackDir } from "../../../lib/stack/stack_dir.ts";
import { lookAt } from "../../../lib/stack/status.ts";

/** An engine as it is now. A type, not an interface: panels take it as a row. */
export type EngineNow = {
  engine: string;
  state: "up" | "down";
  version: string | null;
  /** Bytes that its process holds; null if it does not run as a process here. */
  memory: number | null;
  /** Bytes of its folder; null if it has none here. */
  disk: number | null;
  /** Open files and connections. */
  handles: number | null;
};

/** The engines that were started or named, without their addresses. Five seconds old at most. */
export const enginesNow = cached(look, { fresh: 4900, stale: 4900 }).get;

async function look(): Promise<EngineNow[]> {
  const [{ mode, engines }, pids] = await Promise.all([
    lookAt(),
    runningEngines().catch((): Record<string, number> => ({})), // no ps here: without memory
  ]);
  const known = engines.filter(({ addresses }) => Object.values(addresses).some(Boolean));
  const isHere = mode === "java";
  const usage = await usageOf(isHere ? pids : {});
  return await Promise.all(known.map(async ({ engine, up, version }): Promise<EngineNow> => {
    const { name, title } = engine as Engine;
    const mebibytes = usage.memory[name];
    return {
      engine: title,
      state: up ? "up" : "down",
      version,
      memory: mebibytes === undefined ? null : mebibytes * 2 ** 20,
      disk: isHere ? await sizeOf(`${stackDir()}/${name}`) : null,
      handles: usage.handles[name] ?? null,
    };
  }));
}

/** Bytes on the disk; null if the system does not say. */
async function sizeOf(dir: string): Promise<number | null> {
  // A file may go while they are counted: du says so, and counts the others.
  const kibibytes = parseInt((await run(["du", "-sk", dir])).stdout);
  return Number.isNaN(kibibytes) ? null : kibibytes * 1024;
}
