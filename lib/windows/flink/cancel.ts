import type { FlinkEndpoint } from "../../config.ts";
import type { KafkaClient } from "../../kafka/client.ts";
import type { Producer } from "../../kafka/producer.ts";
import { listTopics } from "../../kafka/topic_admin.ts";
import { checkpointTopic } from "../checkpoints.ts";
import type { Window } from "../window.ts";
import { type FlinkCheckpoint, jobName, lastFlinkCheckpoint } from "./checkpoint.ts";
import { cancelJob } from "./jobs.ts";
import { runningJobs } from "./job_list.ts";
import { noteSnapshot } from "./note_snapshot.ts";

/** Options for {@linkcode cancelWindow}. */
export interface CancelOptions {
  flink: FlinkEndpoint;
  kafka: KafkaClient;
  producer: Producer;
  signal?: AbortSignal;
}

/**
 * Ends all jobs of a window, of a service and of runs once, without a savepoint. The next start goes on
 * from the last checkpoint.
 *
 * @returns Their ids.
 */
export async function cancelWindow(
  window: Window,
  { flink, kafka, producer, signal }: CancelOptions,
): Promise<string[]> {
  const last = await checkpointIfAny(kafka, window);
  const options = { ...signal ? { signal } : {} };
  const known = last ? [last.job] : [];
  const jobs = [
    ...await runningJobs(flink, jobName(window, kafka), { ...options, known }),
    ...await runningJobs(flink, jobName(window, { ...kafka, once: true }), options),
  ];
  for (const job of jobs) await cancelJob(flink, job, options);
  if (last && jobs.includes(last.job)) {
    await noteSnapshot(window, last.job, { flink, kafka, producer, ...options });
  }
  return jobs;
}

/** What a service noted last; undefined if there is no topic of its checkpoints, too. */
export async function checkpointIfAny(
  kafka: KafkaClient,
  window: Window,
): Promise<FlinkCheckpoint | undefined> {
  const topics = await listTopics(kafka);
  if (!topics.includes(checkpointTopic(kafka, window, "flink"))) return undefined;
  return await lastFlinkCheckpoint(kafka, window);
}
