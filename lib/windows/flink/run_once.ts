/** Runs a window on Flink over all that its topic holds now. */
import type { FlinkEndpoint, KafkaEndpoint } from "../../config.ts";
import { UnavailableError } from "../../errors.ts";
import type { KafkaClient } from "../../kafka/client.ts";
import type { Producer } from "../../kafka/producer.ts";
import { readTopic } from "../../kafka/read.ts";
import { createTopics, describeTopics } from "../../kafka/topic_admin.ts";
import { topicsOf } from "../../kafka/topics.ts";
import { until } from "../../retry.ts";
import { dropCommand, requireSameDefinition } from "../checkpoints.ts";
import { lockWindow } from "../lock.ts";
import { emptyTopic } from "../no_records.ts";
import { sourceTopic } from "../source_topic.ts";
import { outputStream } from "../output.ts";
import { compareRows, type WindowResult } from "../result.ts";
import type { Window, WindowRow } from "../window.ts";
import { jobName, lastFlinkCheckpoint } from "./checkpoint.ts";
import { type FlinkSession, openGateway } from "./gateway.ts";
import { runningJobs } from "./job_list.ts";
import { hasEnded } from "./jobs.ts";
import { windowScript } from "./script.ts";
import { removeFolders } from "./stop_service.ts";

/** Options for {@linkcode runFlinkOnce}. */
export interface RunFlinkOptions {
  flink: FlinkEndpoint;
  /** Flink's folder on this machine, where the job leaves nothing behind. @default unknown */
  folder?: string | undefined;
  kafka: KafkaClient;
  producer: Producer;
  /** Kafka as Flink reaches it. */
  endpoint: KafkaEndpoint;
  signal?: AbortSignal;
  /** Called with the job when it has been submitted, and with its state when that changes. */
  onState?: (jobId: string, state: string) => void;
}

/**
 * Runs a window as a bounded job of Flink, and reads the rows that it wrote to its topic.
 *
 * @throws {UnavailableError} Flink cannot be reached, or the job failed: its root exception.
 * @throws {NoRecordsError} The topic has no records, or there is none.
 * @throws {Error} No record made a row; the window was declared differently before, or runs as a service.
 * @throws The signal's reason, if it aborts: the job is cancelled.
 */
export async function runFlinkOnce(
  window: Window,
  { flink, folder, kafka, producer, endpoint, signal, onState }: RunFlinkOptions,
): Promise<WindowResult> {
  const started = performance.now();
  const source = await sourceTopic(kafka, window.from);
  const read = source.partitions.reduce((sum, { start, end }) => sum + end - start, 0);
  if (read === 0) throw emptyTopic(window);
  await requireSameDefinition({ kafka, producer }, window, "flink");
  await requireNoService(window, { flink, kafka, ...signal ? { signal } : {} });
  const lock = await lockWindow(kafka, window, { engine: "flink", signal });
  await using _ = { [Symbol.asyncDispose]: lock.release };
  const stream = outputStream(window, "flink");
  const [rowsTopic] = topicsOf(stream, kafka.prefix);
  await createTopics(kafka, [rowsTopic!]);
  const { topic } = rowsTopic!;
  const [before] = await describeTopics(kafka, [topic]);
  {
    await using session = await openGateway(flink, signal ? { signal } : {});
    const script = windowScript(window, { kafka: endpoint, bounded: true });
    for (const statement of script.slice(0, -1)) await session.run(statement);
    const { jobId } = await session.submit(script.at(-1)!);
    await untilFinished(session, jobId, { flink, window, signal, onState });
    if (folder !== undefined) await removeFolders(folder, [jobId]);
  }
  const from = new Map(before!.partitions.map(({ partition, end }) => [partition, end]));
  const rows = new Map<string, WindowRow>();
  for await (const { messages } of readTopic(kafka, topic, { from })) {
    for (const message of messages) {
      rows.set(message.key!.toString(), JSON.parse(message.text()!));
    }
  }
  if (rows.size === 0) {
    throw new Error(
      `The window ${window.name} has no row: Flink read ${read} records, and none passed its where`,
    );
  }
  return {
    window: window.name,
    engine: "flink",
    rows: [...rows.values()].sort(compareRows(window.by)),
    read,
    late: null,
    duplicates: null,
    filtered: null,
    nullKeys: null,
    rejected: null,
    seconds: Math.round(performance.now() - started) / 1000,
  };
}

/** Rows cannot be read while a service has an open transaction, and one that was killed may still have one. */
async function requireNoService(
  window: Window,
  { flink, kafka, signal }: Pick<RunFlinkOptions, "flink" | "kafka" | "signal">,
): Promise<void> {
  const last = await lastFlinkCheckpoint(kafka, window);
  const name = jobName(window, kafka);
  const options = { ...last ? { known: [last.job] } : {}, ...signal ? { signal } : {} };
  const [job] = await runningJobs(flink, name, options);
  const command = `deno task windows ${window.name} --engine flink`;
  if (job !== undefined) {
    throw new Error(
      `Cannot run the window ${window.name} once: it runs on Flink as a service (job ${job}). ` +
        `Stop that first, or end it with: ${command} cancel`,
    );
  }
  if (!last || last.stopped) return;
  throw new Error(
    `Cannot run the window ${window.name} once: its service was ended without a savepoint. ` +
      `Start it again: ${command}; or remove its output: ${dropCommand(window, "flink")}`,
  );
}

async function untilFinished(
  session: FlinkSession,
  jobId: string,
  { flink, window, signal, onState }: Pick<RunFlinkOptions, "flink" | "signal" | "onState"> & {
    window: Window;
  },
): Promise<void> {
  let last: string | undefined;
  try {
    const ended = await until(async () => {
      const state = await session.jobState(jobId);
      if (state !== undefined && state !== last) onState?.(jobId, last = state);
      return state === undefined ? "LOST" : hasEnded(state) ? state : undefined;
    }, { every: 50, maxEvery: 200, signal });
    if (ended === "FINISHED") return;
    const reason = ended === "LOST"
      ? "Flink was started again and no longer knows its job"
      : await session.rootException(jobId) ?? "no reason is given";
    throw new UnavailableError(
      `The window ${window.name} did not finish on Flink (job ${jobId}, ${ended}): ${reason}`,
      { service: "Flink", address: flink.gateway },
    );
  } catch (error) {
    // A session whose signal has aborted asks nothing any more.
    if (signal?.aborted) {
      await using other = await openGateway(flink);
      await other.cancel(jobId);
    }
    throw error;
  }
}
