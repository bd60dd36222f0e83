import type { FlinkEndpoint } from "../../config.ts";
import { hasEnded, jobState, restOf } from "./jobs.ts";
import { request } from "./request.ts";

/**
 * Jobs of a name that have not ended, by Flink's list and by ids that are known from elsewhere.
 *
 * @param known Ids of jobs that the list may not have yet: of it Flink keeps an answer for seconds.
 */
export async function runningJobs(
  flink: FlinkEndpoint,
  name: string,
  { known = [], signal }: { known?: readonly string[]; signal?: AbortSignal } = {},
): Promise<string[]> {
  const doing = "list the jobs of Flink";
  const { jobs } = await request(restOf(flink), "/jobs/overview", { signal, doing }) as {
    jobs: { jid: string; name: string }[];
  };
  const ids = new Set([...jobs.filter((job) => job.name === name).map(({ jid }) => jid), ...known]);
  const states = await Promise.all(
    [...ids].map(async (id) => [id, await jobState(flink, id, { signal })] as const),
  );
  return states.filter(([, state]) => !hasEnded(state)).map(([id]) => id);
}

/** The address of Flink's web page for a job. */
export function jobPage(flink: FlinkEndpoint, jobId: string): string {
  return `${restOf(flink)}/#/job/running/${jobId}/overview`;
}
