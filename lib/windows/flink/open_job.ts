/** Finds the job of a window that runs as a service, or starts it where the one before it was. */
import type { FlinkEndpoint, KafkaEndpoint } from "../../config.ts";
import type { KafkaClient } from "../../kafka/client.ts";
import type { Producer } from "../../kafka/producer.ts";
import { cannotGoOn, checkpointTopic, writeCheckpoint } from "../checkpoints.ts";
import { sourceTopic } from "../source_topic.ts";
import type { Window } from "../window.ts";
import { type FlinkCheckpoint, jobName, lastFlinkCheckpoint, startsOf } from "./checkpoint.ts";
import type { Snapshot } from "./checkpoint.ts";
import { openGateway } from "./gateway.ts";
import { runningJobs } from "./job_list.ts";
import { RefusedError } from "./request.ts";
import { missingRecords, readOffsets } from "./require_records.ts";
import { windowScript } from "./script.ts";
import { TRANSACTION_TIMEOUT } from "./sink_table.ts";
import { newestSnapshot } from "./snapshots.ts";

/** What a job of Flink is reached and remembered by. */
export interface FlinkTargets {
  flink: FlinkEndpoint;
  /** Flink's folder on this machine. @default unknown: it runs elsewhere */
  folder?: string | undefined;
  kafka: KafkaClient;
  producer: Producer;
  /** Kafka as Flink reaches it. */
  endpoint: KafkaEndpoint;
}

/** A job that runs. */
export interface OpenedJob {
  job: string;
  /** How it comes that it runs, in words. */
  how: string;
}

/**
 * A job whose checkpoint is older than this may miss rows: of those that it wrote with its last checkpoint
 * Kafka has ended the transaction, if it was killed before it could commit.
 */
const STALE = TRANSACTION_TIMEOUT - 60_000;

/**
 * The job of a window: the one that runs already, or a new one that goes on from the newest savepoint or
 * checkpoint of the last. If nothing is left of that, or Kafka may have ended its last transaction, the
 * topic is read from the start, which writes the same rows.
 *
 * @throws {Error} Several jobs of its name run; or records that are needed are no longer in the topic; or Flink
 * cannot use the state that was saved.
 * @throws The signal's reason, if it aborts before a job is started.
 */
export async function openJob(
  window: Window,
  { signal, ...targets }: FlinkTargets & { signal: AbortSignal },
): Promise<OpenedJob> {
  const { flink, folder, kafka, producer } = targets;
  const last = await lastFlinkCheckpoint(kafka, window);
  const info = await sourceTopic(kafka, window.from);
  const write = (checkpoint: FlinkCheckpoint) =>
    writeCheckpoint(producer, checkpointTopic(kafka, window, "flink"), checkpoint);
  const name = jobName(window, kafka);
  const known = last ? [last.job] : [];
  const [job, ...others] = await runningJobs(flink, name, { known, signal });
  if (others.length > 0) {
    throw new Error(
      `Cannot follow the window ${window.name}: ${
        others.length + 1
      } jobs named ${name} run on Flink ` +
        `(${[job, ...others].join(", ")}). End them with: ` +
        `deno task windows ${window.name} --engine flink cancel`,
    );
  }
  const starts = last?.starts ?? startsOf(info);
  const jobs = last?.jobs ?? [];
  if (job !== undefined) {
    // It is not the one that was noted if a process was killed just after it had started the job.
    if (job !== last?.job) {
      await write({ job, stopped: false, snapshot: null, starts, jobs: [...jobs, job] });
    }
    return { job, how: "runs already and goes on" };
  }
  const found = last && await newestSnapshot(flink, last, { folder, signal });
  const read = last ? await readOffsets(kafka, window) : new Map<number, number>();
  const progress = { info, starts, read };
  const stale = found && !found.savepoint && Date.now() - found.at > STALE;
  // An old checkpoint is better than what is left of a topic.
  let snapshot = stale && missingRecords(progress, false) === undefined ? undefined : found;
  const submit = async () => {
    const missing = missingRecords(progress, snapshot !== undefined);
    if (missing !== undefined) throw cannotGoOn(window, "flink", missing);
    return await submitJob(window, { ...targets, signal }, snapshot);
  };
  const started = await submit().catch((error) => {
    if (!(error instanceof RefusedError) || snapshot === undefined) throw error;
    if (!GONE.test(error.message)) throw cannotGoOn(window, "flink", error.message);
    snapshot = undefined;
    return submit();
  });
  await write({
    job: started,
    stopped: false,
    snapshot: snapshot ?? null,
    starts,
    jobs: [...jobs, started],
  });
  return { job: started, how: describe({ last, snapshot, stale }) };
}

/** What Flink answers if a savepoint or checkpoint was deleted. */
const GONE = /Cannot find checkpoint or savepoint/;

/** The signal ends it only before the job: otherwise it would not be known whether one was started. */
async function submitJob(
  window: Window,
  { flink, endpoint, signal }: FlinkTargets & { signal: AbortSignal },
  snapshot: Snapshot | undefined,
): Promise<string> {
  await using session = await openGateway(flink);
  const restore = snapshot === undefined ? {} : { restore: snapshot.path };
  const script = windowScript(window, { kafka: endpoint, ...restore });
  for (const statement of script.slice(0, -1)) await session.run(statement);
  signal.throwIfAborted();
  return (await session.submit(script.at(-1)!)).jobId;
}

function describe({ last, snapshot, stale }: {
  last: FlinkCheckpoint | undefined;
  snapshot: Snapshot | undefined;
  stale: boolean | undefined;
}): string {
  const place = snapshot && `${snapshot.savepoint ? "savepoint" : "checkpoint"} ${snapshot.path}`;
  if (last === undefined) return "reads the topic from the start";
  if (place === undefined) {
    const why = stale ? "its last checkpoint is too old" : "there is no savepoint or checkpoint";
    return `reads the topic from the start again, as ${why}; the rows will be the same`;
  }
  const warning = "; as that is old, rows of windows that closed just before may be missing";
  return `goes on from ${place}${stale ? warning : ""}`;
}
