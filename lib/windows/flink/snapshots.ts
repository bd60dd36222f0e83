/** Where the state of a job was saved last. */
import type { FlinkEndpoint } from "../../config.ts";
import type { FlinkCheckpoint, Snapshot } from "./checkpoint.ts";
import { restOf } from "./jobs.ts";
import { RefusedError, request } from "./request.ts";

/**
 * The newest state that a job can be continued from.
 *
 * @param folder Flink's folder on this machine, where a job that Flink no longer knows has left its last
 * checkpoint; without it only what Flink knows, or was noted, can be found.
 * @returns Undefined if there is none. It may have been deleted.
 */
export async function newestSnapshot(
  flink: FlinkEndpoint,
  { job, stopped, snapshot }: FlinkCheckpoint,
  { folder, signal }: { folder?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Snapshot | undefined> {
  const found = stopped ? [snapshot] : [
    snapshot,
    ...await snapshotsOf(flink, job, { signal }),
    folder === undefined ? undefined : await lastInFolder(folder, job),
  ];
  return found.filter((one) => one !== null && one !== undefined)
    .reduce<Snapshot | undefined>((a, b) => a && a.at >= b.at ? a : b, undefined);
}

/** The last checkpoint and the last savepoint of a job; none if Flink does not know the job. */
export async function snapshotsOf(
  flink: FlinkEndpoint,
  job: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Snapshot[]> {
  const doing = `see the checkpoints of job ${job}`;
  const path = `/jobs/${job}/checkpoints`;
  const { latest } = await request(restOf(flink), path, { signal, doing }).catch((error) => {
    // Not known; or known, and it ended before it had anything to tell.
    if (error instanceof RefusedError && error.status === 404) return { latest: {} };
    throw error;
  }) as { latest: { completed?: Completed | null; savepoint?: Completed | null } };
  return [latest.completed, latest.savepoint].flatMap((one) =>
    one && !one.discarded && one.external_path !== undefined
      ? [{ path: one.external_path, at: one.latest_ack_timestamp, savepoint: one.is_savepoint }]
      : []
  );
}

interface Completed {
  external_path?: string;
  latest_ack_timestamp: number;
  is_savepoint: boolean;
  discarded?: boolean;
}

/**
 * The last that a job left in Flink's folder: a checkpoint, if it was killed with its Flink; a savepoint, if it
 * was stopped and nobody noted it.
 */
async function lastInFolder(folder: string, job: string): Promise<Snapshot | undefined> {
  const checkpoints = (await namesIn(jobFolder(folder, job)))
    .filter((name) => /^chk-\d+$/.test(name))
    .map((name) => ({ path: `${jobFolder(folder, job)}/${name}`, savepoint: false }));
  const savepoints = (await namesIn(`${folder}/savepoints`))
    .filter((name) => name.startsWith(`savepoint-${job.slice(0, 6)}-`))
    .map((name) => ({ path: `${folder}/savepoints/${name}`, savepoint: true }));
  let newest: Snapshot | undefined;
  for (const { path, savepoint } of [...checkpoints, ...savepoints]) {
    const at = await writtenAt(path);
    if (at === undefined || newest && newest.at > at) continue; // one that was under way has no time yet
    newest = { path: `file:${path}`, at, savepoint };
  }
  return newest;
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return await Array.fromAsync(Deno.readDir(dir), ({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return []; // no job has written there yet
    throw error;
  }
}

/** The folder of a job's checkpoints in Flink's folder. */
export function jobFolder(folder: string, job: string): string {
  return `${folder}/checkpoints/${job}`;
}

/** The path on this machine of a snapshot: Flink writes `file:/a b`, with nothing escaped. */
export function localPath(path: string): string {
  return path.replace(/^file:(\/\/(?=\/))?/, "");
}

/** When a snapshot was completed, in milliseconds since 1970; undefined if there is none. */
async function writtenAt(path: string): Promise<number | undefined> {
  try {
    return (await Deno.stat(`${path}/_metadata`)).mtime!.getTime();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
