import { checkpointTopic, writeCheckpoint } from "../checkpoints.ts";
import type { Window } from "../window.ts";
import { type FlinkCheckpoint, lastFlinkCheckpoint } from "./checkpoint.ts";
import type { FlinkTargets } from "./open_job.ts";
import { snapshotsOf } from "./snapshots.ts";

/** What is needed to note the newest state of a job. */
export type NoteOptions = Pick<FlinkTargets, "flink" | "kafka" | "producer"> & {
  signal?: AbortSignal;
};

/** Notes the newest checkpoint or savepoint that Flink knows of a job: it may not know the job for long. */
export async function noteSnapshot(
  window: Window,
  job: string,
  { flink, kafka, producer, signal }: NoteOptions,
): Promise<void> {
  const found = await snapshotsOf(flink, job, { signal });
  const newest = found.sort((a, b) => b.at - a.at)[0];
  const last = await lastFlinkCheckpoint(kafka, window);
  if (!newest || !last || newest.path === last.snapshot?.path) return;
  const topic = checkpointTopic(kafka, window, "flink");
  await writeCheckpoint<FlinkCheckpoint>(producer, topic, { ...last, snapshot: newest });
}
