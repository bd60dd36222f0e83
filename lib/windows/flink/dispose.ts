import type { FlinkEndpoint } from "../../config.ts";
import { UnavailableError } from "../../errors.ts";
import { until } from "../../retry.ts";
import { rootCause } from "./causes.ts";
import { restOf } from "./jobs.ts";
import { request } from "./request.ts";

/** Longest wait for Flink to delete it, milliseconds. */
const PATIENCE = 30_000;

/**
 * Lets Flink delete a savepoint, or a checkpoint of a job that has ended.
 *
 * @throws {UnavailableError} It could not.
 */
export async function disposeSnapshot(flink: FlinkEndpoint, path: string): Promise<void> {
  const rest = restOf(flink);
  const doing = `delete ${path}`;
  const begun = await request(rest, "/savepoint-disposal", {
    body: { "savepoint-path": path },
    doing,
  });
  const asked = `/savepoint-disposal/${(begun as { "request-id": string })["request-id"]}`;
  const { "failure-cause": failure } = await until(async () => {
    const { status, operation } = await request(rest, asked, { doing }) as Disposal;
    return status.id === "COMPLETED" ? operation : undefined;
  }, { every: 50, maxEvery: 500, within: PATIENCE });
  if (failure === undefined || failure === null) return;
  const address = rest.replace(/^https?:\/\//, "");
  const reason = rootCause(failure["stack-trace"] ?? "no reason was given");
  throw new UnavailableError(`Cannot ${doing}: ${reason}`, { service: "Flink", address });
}

interface Disposal {
  status: { id: "IN_PROGRESS" | "COMPLETED" };
  operation: { "failure-cause"?: { "stack-trace"?: string } | null };
}
