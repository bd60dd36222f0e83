/**
 * The client of Flink's SQL Gateway:
 * https://nightlies.apache.org/flink/flink-docs-release-2.2/docs/sql/interfaces/sql-gateway/rest/
 */
import type { FlinkEndpoint } from "../../config.ts";
import { shortText, UsageError } from "../../errors.ts";
import { cancelJob, jobState, rootException, stopWithSavepoint } from "./jobs.ts";
import { request } from "./request.ts";
import { runStatement } from "./statement.ts";

/** Options for {@linkcode openGateway}. */
export interface GatewayOptions {
  /** Settings of the session, as `{ "execution.runtime-mode": "batch" }`. @default {} */
  settings?: Readonly<Record<string, string>>;
  /** Gives up, and cancels the statement that runs. */
  signal?: AbortSignal;
}

/** A job that a statement has started. */
export interface SubmittedJob {
  /** The statement's handle in its session. */
  operation: string;
  /** 32 hexadecimal digits. */
  jobId: string;
}

/** A session: its statements run one after the other. Tables that they create end with it. */
export interface FlinkSession extends AsyncDisposable {
  /**
   * Runs a statement to its end.
   *
   * @returns Its rows, each a list of values in the order of the columns; `[["OK"]]` of one without an answer.
   * @throws {UnavailableError} Flink refused it: why, in one line.
   * @throws {UsageError} It gives changes of rows.
   */
  run(sql: string): Promise<unknown[][]>;
  /**
   * Starts the job of an `INSERT` or `EXECUTE STATEMENT SET`, and does not wait for its end.
   *
   * @throws {UnavailableError} Flink refused it.
   * @throws {UsageError} It starts no job.
   */
  submit(sql: string): Promise<SubmittedJob>;
  /** Its state; undefined if this Flink knows no such job, as after it was started again. */
  jobState(jobId: string): ReturnType<typeof jobState>;
  /** Why it failed last, in one line, also of one that is restarting; undefined if it did not fail. */
  rootException(jobId: string): Promise<string | undefined>;
  /** Ends it without a savepoint, and waits until it has ended. */
  cancel(jobId: string): Promise<void>;
  /** Ends it with a savepoint, by default in the folder of Flink's settings. @returns Its path. */
  stopWithSavepoint(jobId: string, dir?: string): Promise<string>;
  /** Ends the session. Jobs that it submitted run on. */
  close(): Promise<void>;
}

/**
 * Opens a session in a SQL Gateway.
 *
 * @throws {UnavailableError} It cannot be reached.
 *
 * @example
 * ```ts ignore
 * await using session = await openGateway(endpoints.flink);
 * await session.run("SELECT 1"); // [[1]]
 * ```
 */
export async function openGateway(
  flink: FlinkEndpoint,
  { settings = {}, signal }: GatewayOptions = {},
): Promise<FlinkSession> {
  const opened = await request(flink.gateway, "/v1/sessions", {
    body: { properties: settings },
    doing: "open a session in Flink's SQL Gateway",
    signal,
  });
  const session = `/v1/sessions/${(opened as { sessionHandle: string }).sessionHandle}`;

  const execute = (sql: string) => runStatement(flink.gateway, session, { sql, signal });
  const close = async () => {
    const doing = "close a session of Flink's SQL Gateway";
    await request(flink.gateway, session, { method: "DELETE", doing });
  };
  return {
    run: async (sql) => (await execute(sql)).rows,
    async submit(sql) {
      const { operation, jobId } = await execute(sql);
      if (jobId !== undefined) return { operation, jobId };
      throw new UsageError(
        `Cannot submit a job to Flink: this statement starts none: ${shortText(sql, 80)}`,
      );
    },
    jobState: (jobId) => jobState(flink, jobId, { signal }),
    rootException: (jobId) => rootException(flink, jobId, { signal }),
    cancel: (jobId) => cancelJob(flink, jobId, { signal }),
    stopWithSavepoint: (jobId, dir) => stopWithSavepoint(flink, jobId, { dir, signal }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
