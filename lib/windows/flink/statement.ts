import { shortText, UsageError } from "../../errors.ts";
import { sleep, until } from "../../retry.ts";
import { request } from "./request.ts";

/** What a statement gave. */
export interface StatementAnswer {
  /** Its handle in the session. */
  operation: string;
  /** Values in the order of the columns. */
  rows: unknown[][];
  /** The job that it started, if it started one. */
  jobId: string | undefined;
}

/**
 * Runs a statement in a session and reads all of its answer.
 *
 * @param gateway The gateway's URL.
 * @param session The session's path: `/v1/sessions/…`.
 * @throws {UnavailableError} Flink refused it, or cannot be reached.
 * @throws {UsageError} Its answer is not rows but changes of rows.
 * @throws The signal's reason, if it aborts; the statement is cancelled.
 */
export async function runStatement(
  gateway: string,
  session: string,
  { sql, signal }: { sql: string; signal?: AbortSignal },
): Promise<StatementAnswer> {
  const doing = `run a statement on Flink (${shortText(sql.trim().replace(/\s+/g, " "), 60)})`;
  const ask = (path: string, options: { body?: unknown } = {}) =>
    request(gateway, path, { ...options, signal, doing });
  const begun = await ask(`${session}/statements`, { body: { statement: sql } });
  const operation = (begun as { operationHandle: string }).operationHandle;
  const path = `${session}/operations/${operation}`;
  try {
    await until(async () => {
      const { status } = await ask(`${path}/status`) as { status: string };
      return !["INITIALIZED", "PENDING", "RUNNING"].includes(status);
    }, { every: 25, maxEvery: 200, signal });
    // Of a statement that failed, this throws why.
    return { operation, ...await readAnswer(`${path}/result/0?rowFormat=JSON`, { ask, signal }) };
  } catch (error) {
    if (signal?.aborted) {
      // Without the signal, which would end this request too. What went wrong before matters more than
      // a failure here: the statement may have ended by itself, or Flink is away.
      await request(gateway, `${path}/cancel`, { method: "POST", doing }).catch(() => {});
    }
    throw error;
  }
}

/** A page of an answer. */
interface Page {
  resultType: "NOT_READY" | "PAYLOAD" | "EOS";
  jobID?: string;
  results?: { data: { kind: string; fields: unknown[] }[] };
  nextResultUri?: string;
}

async function readAnswer(
  first: string,
  { ask, signal }: { ask: (path: string) => Promise<unknown>; signal?: AbortSignal },
): Promise<Omit<StatementAnswer, "operation">> {
  const rows: unknown[][] = [];
  let jobId: string | undefined;
  let path: string | undefined = first;
  while (path !== undefined) {
    const page = await ask(path) as Page;
    jobId ??= page.jobID;
    const data = page.results?.data ?? [];
    for (const { kind, fields } of data) {
      if (kind !== "INSERT") {
        throw new UsageError(
          "Cannot read rows from Flink: this query changes rows that it gave before. " +
            "SET 'execution.runtime-mode' = 'batch', or insert it into a table",
        );
      }
      rows.push(fields);
    }
    if (page.resultType === "EOS") break;
    if (data.length === 0) await sleep(50, signal);
    path = page.nextResultUri;
  }
  return { rows, jobId };
}
