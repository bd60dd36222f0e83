/** Runs a window on each engine, loaded with the first run. */
import { UsageError } from "../../errors.ts";
import { fillCommand } from "../../feeds/fill.ts";
import { feeds, streams } from "../../feeds/mod.ts";
import { createTopics, describeTopics } from "../../kafka/topic_admin.ts";
import { readTopic } from "../../kafka/read.ts";
import { topicsOf } from "../../kafka/topics.ts";
import type { KafkaClient } from "../../kafka/client.ts";
import type { Questdb } from "../../questdb/client.ts";
import { findStack } from "../../stack/mod.ts";
import type { Stream } from "../../streams/stream.ts";
import { runDenoOnce } from "../../windows/deno/run_once.ts";
import { runFlinkOnce } from "../../windows/flink/run_once.ts";
import { outputStream } from "../../windows/output.ts";
import { refreshView, runQuestdbOnce } from "../../windows/questdb/engine.ts";
import { viewName } from "../../windows/questdb/view.ts";
import { sourceTopic } from "../../windows/source_topic.ts";
import type { Window, WindowEngine } from "../../windows/window.ts";
import { withQuestdb } from "../query/engine.ts";
import { withKafka } from "../with_kafka.ts";
import { type EngineRun, withFirstRow } from "./first_row.ts";
import { isDeclared } from "./runnable.ts";

/** How a run is ended and shown. */
export interface RunView {
  signal: AbortSignal;
  log: (note: string) => void;
  /** Called with the records read so far and their total number. */
  onProgress: (read: number, all: number) => void;
}

/** The engines of {@linkcode runWindow}. */
export const ENGINES: Record<WindowEngine, (window: Window, view: RunView) => Promise<EngineRun>> =
  { deno: onDeno, questdb: onQuestdb, flink: onFlink };

/** In this process. Nothing is written: the output only notes when the first row came. */
async function onDeno(window: Window, { signal, log, onProgress }: RunView): Promise<EngineRun> {
  return await withKafka(async (kafka) => {
    await requireRecords(kafka, window);
    const started = performance.now();
    let first: number | undefined;
    const output = {
      row: () => void (first ??= performance.now()),
      late() {},
      pending: 0,
      take: () => () => Promise.resolve(),
    };
    const [result] = await runDenoOnce([window], kafka, {
      open: () => Promise.resolve(output),
      signal,
      onProgress,
      onRejected: (place, reason) =>
        log(`${place} is not a record of ${window.from.name}: ${reason}`),
    });
    return { result: result!, firstSeconds: Math.round(first! - started) / 1000 };
  }, signal);
}

/** A window of the notebook has its view built again when it was changed; a declared one is refused. */
async function onQuestdb(window: Window, { signal }: RunView): Promise<EngineRun> {
  const declared = isDeclared(window, "questdb");
  return await withQuestdb(async ({ writer: db }) => {
    const view = viewName(window, db.prefix);
    const found = await withFirstRow(async () => {
      if (!declared) await refreshView(db, window, { signal });
      return await runQuestdbOnce(db, window, { signal });
    }, () => hasRow(db, view));
    if (found.result.rows.length === 0) throw noRecords(window, `table ${db.tableOf(window.from)}`);
    return found;
  });
}

async function hasRow(db: Questdb, view: string): Promise<boolean> {
  return (await db.run(`select 1 from "${view}" limit 1`)).length > 0;
}

async function onFlink(window: Window, { signal, log }: RunView): Promise<EngineRun> {
  isDeclared(window, "flink");
  const { endpoints, mode } = await findStack({ need: ["kafka", "flink"] });
  if (mode === "docker") {
    throw new UsageError("Cannot run a window on Flink in Docker yet: set TRIBUTARY_STACK=java");
  }
  const { flink, kafka: endpoint } = endpoints;
  return await withKafka(async (kafka) => {
    await requireRecords(kafka, window);
    const [rows] = topicsOf(outputStream(window, "flink"), kafka.prefix);
    await createTopics(kafka, [rows!]);
    const [before] = await describeTopics(kafka, [rows!.topic]);
    const from = new Map(before!.partitions.map(({ partition, end }) => [partition, end]));
    let told = false;
    const onState = (job: string) => {
      if (!told) log(`Flink runs the job ${job}${flink.rest ? `, see ${flink.rest}` : ""}`);
      told = true;
    };
    return await withFirstRow(
      () => runFlinkOnce(window, { flink, kafka, endpoint, signal, onState }),
      async (signal) => {
        for await (const _ of readTopic(kafka, rows!.topic, { from, signal })) return true;
        return false;
      },
    );
  }, signal);
}

/** @throws {Error} The topic does not exist or is empty; the message says how to fill it. */
async function requireRecords(kafka: KafkaClient, window: Window): Promise<void> {
  const { topic, partitions } = await sourceTopic(kafka, window.from);
  if (partitions.every(({ start, end }) => start >= end)) throw noRecords(window, `topic ${topic}`);
}

function noRecords({ name, from }: Window, source: string): Error {
  return new Error(`The window ${name} has no row: the ${source} is empty. ${fillHint(from)}`);
}

function fillHint({ name }: Stream): string {
  const command = streams[name] && fillCommand(feeds, name);
  return `Fill it with: ${command ?? "await kafka.send(stream, records)"}`;
}
