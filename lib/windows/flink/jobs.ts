import type { FlinkEndpoint } from "../../config.ts";
import { UnavailableError, UsageError } from "../../errors.ts";
import { until } from "../../retry.ts";
import { rootCause } from "./causes.ts";
import { RefusedError, request } from "./request.ts";

/** States of a job: https://nightlies.apache.org/flink/flink-docs-release-2.2/docs/internals/job_scheduling/ */
export type JobState =
  | "INITIALIZING"
  | "CREATED"
  | "RUNNING"
  | "FAILING"
  | "FAILED"
  | "CANCELLING"
  | "CANCELED"
  | "FINISHED"
  | "RESTARTING"
  | "SUSPENDED"
  | "RECONCILING";

/** Whether a job with this state will never run again. */
export function hasEnded(state: JobState | undefined): boolean {
  return state === undefined || ["FAILED", "CANCELED", "FINISHED"].includes(state);
}

/** Longest wait for a job to end or a savepoint to be written, milliseconds. */
const PATIENCE = 120_000;

/** Options for the functions on jobs. */
export interface JobOptions {
  /** Gives up waiting. */
  signal?: AbortSignal;
}

/** A job's state; undefined if this Flink knows no such job, as after it was started again. */
export async function jobState(
  flink: FlinkEndpoint,
  jobId: string,
  { signal }: JobOptions = {},
): Promise<JobState | undefined> {
  try {
    const doing = `see the state of job ${jobId}`;
    // Of /jobs/<id> Flink keeps an answer for seconds.
    const job = await request(restOf(flink), `/jobs/${jobId}/status`, { signal, doing });
    return (job as { status: JobState }).status;
  } catch (error) {
    // For Flink this is an "Internal server error", 500; other paths answer 404.
    const unknown = error instanceof RefusedError &&
      (error.status === 404 || /\bFlinkJobNotFoundException\b/.test(error.message));
    if (unknown) return undefined;
    throw error;
  }
}

/**
 * Why a job failed last, also of one that is restarting: one line.
 *
 * @returns Undefined if it did not fail.
 */
export async function rootException(
  flink: FlinkEndpoint,
  jobId: string,
  { signal }: JobOptions = {},
): Promise<string | undefined> {
  const doing = `see why job ${jobId} failed`;
  const found = await request(restOf(flink), `/jobs/${jobId}/exceptions`, { signal, doing });
  const { exceptionHistory } = found as {
    exceptionHistory?: { entries: { stacktrace: string }[] };
  };
  const last = exceptionHistory?.entries[0]; // the newest is first
  return last && rootCause(last.stacktrace);
}

/**
 * Ends a job without a savepoint, and waits until it has ended. One that had ended already stays as it is.
 *
 * @throws {UnavailableError} This Flink knows no such job.
 */
export async function cancelJob(
  flink: FlinkEndpoint,
  jobId: string,
  { signal }: JobOptions = {},
): Promise<void> {
  const doing = `cancel job ${jobId}`;
  try {
    await request(restOf(flink), `/jobs/${jobId}?mode=cancel`, { method: "PATCH", signal, doing });
  } catch (error) {
    const over = error instanceof RefusedError && error.status === 409; // its state is another already
    if (!over) throw error;
  }
  await untilEnded(flink, jobId, signal);
}

async function untilEnded(flink: FlinkEndpoint, jobId: string, signal?: AbortSignal) {
  const ended = async () => hasEnded(await jobState(flink, jobId, { signal }));
  await until(ended, { every: 50, maxEvery: 500, within: PATIENCE, signal });
}

/**
 * Ends a job with a savepoint, and waits until it has ended. Another can start from the savepoint
 * (`execution.state-recovery.path`).
 *
 * @param dir Folder of the savepoint, as Flink sees it: `file:///…`. @default the one of its settings
 * @returns The savepoint's path.
 * @throws {UnavailableError} None could be written; the job runs on, or had ended.
 */
export async function stopWithSavepoint(
  flink: FlinkEndpoint,
  jobId: string,
  { dir, signal }: JobOptions & { dir?: string } = {},
): Promise<string> {
  const rest = restOf(flink);
  const doing = `stop job ${jobId} with a savepoint`;
  const body = { drain: false, ...(dir === undefined ? {} : { targetDirectory: dir }) };
  const begun = await request(rest, `/jobs/${jobId}/stop`, { body, signal, doing });
  const path = `/jobs/${jobId}/savepoints/${(begun as { "request-id": string })["request-id"]}`;
  const operation = await until(async () => {
    const { status, operation } = await request(rest, path, { signal, doing }) as Savepoint;
    return status.id === "COMPLETED" ? operation : undefined;
  }, { every: 50, maxEvery: 500, within: PATIENCE, signal });
  if (operation.location !== undefined) {
    await untilEnded(flink, jobId, signal);
    return operation.location;
  }
  const reason = rootCause(operation["failure-cause"]?.["stack-trace"] ?? "no reason was given");
  const address = rest.replace(/^https?:\/\//, "");
  throw new UnavailableError(`Cannot ${doing}: ${reason}`, { service: "Flink", address });
}

interface Savepoint {
  status: { id: "IN_PROGRESS" | "COMPLETED" };
  operation: { location?: string; "failure-cause"?: { "stack-trace"?: string } };
}

/** The address of the JobManager. @throws {UsageError} It is not known. */
export function restOf({ rest }: FlinkEndpoint): string {
  if (rest !== undefined) return rest;
  throw new UsageError(
    "Cannot see or stop jobs of this Flink: set FLINK_REST to its JobManager, " +
      "as http://127.0.0.1:8081",
  );
}
