/** Runs a window on Flink as a service, and follows its job until stopped. */
import { connectionFailure } from "../../connection_failure.ts";
import type { FlinkEndpoint } from "../../config.ts";
import { messageOf, UnavailableError } from "../../errors.ts";
import { createTopics } from "../../kafka/topic_admin.ts";
import { topicsOf } from "../../kafka/topics.ts";
import type { Outages } from "../../outage.ts";
import { until } from "../../retry.ts";
import { requireSameDefinition } from "../checkpoints.ts";
import { lockWindow } from "../lock.ts";
import { outputStream } from "../output.ts";
import type { Window } from "../window.ts";
import { followJob } from "./follow_job.ts";
import { jobPage } from "./job_list.ts";
import { noteSnapshot } from "./note_snapshot.ts";
import { type FlinkTargets, type OpenedJob, openJob } from "./open_job.ts";
import { RefusedError } from "./request.ts";
import { stopService } from "./stop_service.ts";

/** Options for {@linkcode serveFlink}. */
export interface ServeFlinkOptions extends FlinkTargets {
  /** Stops the job with a savepoint. */
  signal: AbortSignal;
  /** Called with what happens, a line each. */
  log: (line: string) => void;
  /** Reports that Flink is away. */
  outages: Outages;
  /** Looks up where Flink is now; undefined if it does not answer. */
  find: () => Promise<FlinkEndpoint | undefined>;
}

/**
 * Runs a window as a job of Flink until the signal aborts; then the job is stopped with a savepoint, from
 * which the next call goes on. If this process is killed instead, the job runs on, and the next call
 * follows it. If Flink is killed, the job goes on from its last checkpoint when Flink is back.
 *
 * @throws {Error} The window runs in another process, was declared differently, or needs records that are
 * gone; or its job failed (its root exception) or was ended by somebody else.
 */
export async function serveFlink(window: Window, options: ServeFlinkOptions): Promise<void> {
  const { kafka, signal } = options;
  await requireSameDefinition(options, window, "flink");
  await createTopics(kafka, [topicsOf(outputStream(window, "flink"), kafka.prefix)[0]!]);
  const lock = await lockWindow(kafka, window, { engine: "flink", signal });
  const over = new AbortController();
  try {
    await Promise.race([serve(window, { ...options, over: over.signal }), lock.lost]);
  } finally {
    over.abort();
    await lock.release();
  }
}

/** @param over Ends it without a word to Flink: another process has taken over. */
async function serve(
  window: Window,
  { over, ...options }: ServeFlinkOptions & { over: AbortSignal },
): Promise<void> {
  const { outages, find } = options;
  const signal = AbortSignal.any([options.signal, over]);
  const log = (line: string) => options.log(`${window.name}: ${line}`);
  let { flink } = options;
  let opened: OpenedJob | undefined;
  try {
    for (;;) {
      try {
        opened = await openJob(window, { ...options, flink, signal });
        log(`job ${opened.job} ${opened.how}`);
        log(`its page is ${jobPage(flink, opened.job)}; Ctrl-C stops it with a savepoint`);
        await follow(window, opened.job, { ...options, flink, signal, log });
        log("Flink was started again and no longer knows the job");
      } catch (error) {
        if (!isAway(error) || signal.aborted) throw error;
        const reason = connectionFailure(error.cause) ?? messageOf(error);
        log(`Flink does not answer: ${reason}; start it with: deno task up --with flink`);
        const waiting = outages.of("Flink").wait(error.address, reason);
        try {
          flink = await until(find, { every: 1000, signal });
          outages.of("Flink").answered(error.address, waiting);
        } finally {
          outages.of("Flink").giveUp(waiting);
        }
      }
    }
  } catch (error) {
    if (!options.signal.aborted || over.aborted) throw error;
    if (opened) await stopService(window, opened.job, { ...options, flink, log });
  }
}

function isAway(error: unknown): error is UnavailableError {
  return error instanceof UnavailableError && error.service === "Flink" &&
    !(error instanceof RefusedError);
}

/** @throws {Error} The job has ended. Returns if Flink no longer knows it. */
async function follow(
  window: Window,
  job: string,
  { flink, folder, log, signal, ...options }: ServeFlinkOptions,
): Promise<void> {
  const note = () => noteSnapshot(window, job, { ...options, flink, signal });
  const { state, reason } = await followJob(flink, job, {
    signal,
    onState: (state, reason) => log(`job ${job} ${state}${reason ? `: ${reason}` : ""}`),
    // In a folder on this machine they can be found later.
    ...folder === undefined ? { onTick: note } : {},
  });
  if (state === undefined) return;
  await note();
  const end = state === "FAILED"
    ? `failed on Flink: ${reason ?? "no reason is given"}`
    : `was ended on Flink by somebody else (${state})`;
  throw new Error(`The window ${window.name} ${end}. Its job was ${job}`);
}
