import type { FlinkEndpoint } from "../../config.ts";
import { UnavailableError } from "../../errors.ts";
import { until } from "../../retry.ts";
import { hasEnded, type JobState, jobState, rootException, stopWithSavepoint } from "./jobs.ts";

/** Options for {@linkcode followJob}. */
export interface FollowOptions {
  signal: AbortSignal;
  /** Called with each state that differs from the one before, and why a job fails, in one line. */
  onState: (state: JobState, reason?: string) => void;
  /** Called every few seconds. */
  onTick?: () => Promise<void>;
  /** Milliseconds between two looks. @default 500 */
  every?: number;
}

/** Milliseconds between two calls of `onTick`. */
const TICK = 5000;

/**
 * Follows a job until it has ended.
 *
 * @returns How it ended, and why if it failed; without a state if Flink was started again and no longer
 * knows it.
 * @throws {UnavailableError} Flink does not answer.
 * @throws The signal's reason, if it aborts.
 */
export async function followJob(
  flink: FlinkEndpoint,
  job: string,
  { signal, onState, onTick, every = 500 }: FollowOptions,
): Promise<{ state?: JobState; reason?: string }> {
  let last: string | undefined;
  let ticked = performance.now();
  return await until(async () => {
    const state = await jobState(flink, job, { signal });
    if (state === undefined) return {};
    const failing = ["FAILING", "FAILED", "RESTARTING"].includes(state);
    const reason = failing ? await rootException(flink, job, { signal }) : undefined;
    const report = `${state} ${reason ?? ""}`;
    if (report !== last) onState(state, reason);
    last = report;
    if (hasEnded(state)) return { state, ...reason === undefined ? {} : { reason } };
    if (onTick && performance.now() - ticked > TICK) {
      await onTick();
      ticked = performance.now();
    }
    return undefined;
  }, { every, signal });
}

/** How long a job that has just been started may refuse a savepoint, in milliseconds. */
const STARTING = 20_000;

/**
 * Stops a job with a savepoint. One that is only just starting is waited for.
 *
 * @returns The savepoint's path; undefined if the job had ended already.
 * @throws {UnavailableError} None could be written, and the job runs on.
 */
export async function stopJob(flink: FlinkEndpoint, job: string): Promise<string | undefined> {
  const end = performance.now() + STARTING;
  const answer = await until(async () => {
    if (hasEnded(await jobState(flink, job))) return { path: undefined };
    try {
      return { path: await stopWithSavepoint(flink, job) };
    } catch (error) {
      if (!(error instanceof UnavailableError) || performance.now() > end) throw error;
      return undefined;
    }
  }, { every: 500 });
  return answer.path;
}
