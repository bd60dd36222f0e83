/** A bounded job of Flink, from hand-written SQL. */
import type { FlinkEndpoint } from "../../lib/config.ts";
import { until } from "../../lib/retry.ts";
import { openGateway } from "../../lib/windows/flink/gateway.ts";
import { hasEnded } from "../../lib/windows/flink/jobs.ts";

/** The statements of a job. */
export interface FlinkJob {
  /** For errors: `The plain window`. */
  what: string;
  /** Run first: settings and tables. */
  setUp: readonly string[];
  /** The job itself. */
  insert: string;
}

/**
 * Runs a job to its end.
 *
 * @returns Seconds from its submission to its end.
 * @throws {Error} It failed: its root exception.
 */
export async function runFlinkJob(
  flink: FlinkEndpoint,
  { what, setUp, insert }: FlinkJob,
  signal: AbortSignal,
): Promise<number> {
  await using session = await openGateway(flink, { signal });
  for (const statement of setUp) await session.run(statement);
  const start = performance.now();
  const { jobId } = await session.submit(insert);
  const state = await until(async () => {
    const state = await session.jobState(jobId);
    return state === undefined || hasEnded(state) ? state ?? "LOST" : undefined;
  }, { every: 50, maxEvery: 50, signal });
  if (state !== "FINISHED") {
    throw new Error(`${what} is ${state}: ${await session.rootException(jobId)}`);
  }
  return (performance.now() - start) / 1000;
}
