import { messageOf } from "../../errors.ts";
import { checkpointTopic, writeCheckpoint } from "../checkpoints.ts";
import type { Window } from "../window.ts";
import { type FlinkCheckpoint, lastFlinkCheckpoint } from "./checkpoint.ts";
import { stopJob } from "./follow_job.ts";
import type { FlinkTargets } from "./open_job.ts";
import { jobFolder } from "./snapshots.ts";

/**
 * Stops the job of a window with a savepoint and notes it for the next start.
 *
 * @throws {Error} There is no savepoint: why, and what became of the job.
 */
export async function stopService(
  window: Window,
  job: string,
  { flink, folder, kafka, producer, log }: FlinkTargets & { log: (line: string) => void },
): Promise<void> {
  log(`stopping job ${job} with a savepoint`);
  const path = await stopJob(flink, job).catch((error) => {
    throw new Error(
      `Cannot stop the window ${window.name} with a savepoint: ${
        messageOf(error)
      }. If its job still ` +
        "runs, it runs on, and the next start follows it; to end it: " +
        `deno task windows ${window.name} --engine flink cancel`,
    );
  });
  if (path === undefined) return log("its job had ended already");
  const last = await lastFlinkCheckpoint(kafka, window);
  await writeCheckpoint<FlinkCheckpoint>(producer, checkpointTopic(kafka, window, "flink"), {
    job,
    stopped: true,
    snapshot: { path, at: Date.now(), savepoint: true },
    starts: last?.starts ?? [],
    jobs: [],
  });
  if (folder !== undefined) await removeFolders(folder, last?.jobs ?? []);
  log(`stopped; the next start goes on from savepoint ${path}`);
}

/** Removes what Flink left of jobs. @returns Those that were there. */
export async function removeFolders(folder: string, jobs: readonly string[]): Promise<string[]> {
  const removed: string[] = [];
  // The ids come from a topic: nothing but a job's own folder is ever removed.
  for (const job of jobs.filter((job) => /^[0-9a-f]{32}$/.test(job))) {
    const dir = jobFolder(folder, job);
    try {
      await Deno.remove(dir, { recursive: true });
      removed.push(dir);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // Flink removes some itself
    }
  }
  return removed;
}
