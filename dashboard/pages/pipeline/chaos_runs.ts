import { readAcks } from "../../../lib/chaos/ack_log.ts";
import { chaosFolder } from "../../../lib/chaos/own_stack.ts";
import { runningEngines } from "../../../lib/stack/machine/processes.ts";

/** A run of `deno task chaos` that goes on. A type, not an interface: panels take it as a row. */
export type ChaosRun = {
  run: string;
  since: Date | null;
  /** Records that Kafka has acknowledged. */
  records: number;
  /** Its engines that are up at this moment. */
  engines: string;
};

/** The runs of `deno task chaos` on this machine, from the folder of their engines. */
export async function chaosRuns(folder: string = chaosFolder()): Promise<ChaosRun[]> {
  const runs: ChaosRun[] = [];
  let names: string[];
  try {
    names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return []; // none was ever started
    throw error;
  }
  for (const name of names.sort()) {
    const dir = `${folder}/${name}`;
    const since = await lockedSince(`${dir}/owner`);
    if (since === undefined) continue;
    const [{ next }, engines] = await Promise.all([
      readAcks(`${dir}/acks`),
      runningEngines({ dir }),
    ]);
    runs.push({ run: name, since, records: next, engines: Object.keys(engines).sort().join(", ") });
  }
  return runs;
}

/** Since when a run holds its folder; undefined if its process is gone. */
async function lockedSince(path: string): Promise<Date | null | undefined> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined; // it ends now
    throw error;
  }
  using owner = file;
  if (await owner.tryLock(false)) return undefined;
  const { birthtime, mtime } = await owner.stat();
  return birthtime ?? mtime;
}
