/** Runs windows for `deno task windows`, and prints what they gave. */
import type { Endpoints } from "../lib/config.ts";
import { findEngines } from "../lib/delivery/find_engines.ts";
import { type Store, withStore } from "../lib/delivery/store.ts";
import { UsageError } from "../lib/errors.ts";
import { connectKafka, type KafkaClient } from "../lib/kafka/client.ts";
import { openProducer } from "../lib/kafka/producer.ts";
import { Outages } from "../lib/outage.ts";
import { openProgress, type Progress } from "../lib/progress.ts";
import { ensureStack } from "../lib/stack/mod.ts";
import { runDenoOnce } from "../lib/windows/deno/run_once.ts";
import { serveDeno } from "../lib/windows/deno/serve.ts";
import { openWindowOutput } from "../lib/windows/deno/window_output.ts";
import { runFlinkOnce } from "../lib/windows/flink/run_once.ts";
import {
  createView,
  runQuestdbOnce,
  type Staleness,
  viewStaleness,
} from "../lib/windows/questdb/engine.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { Window, WindowEngine } from "../lib/windows/window.ts";
import { explainingEmpty } from "./windows_empty.ts";
import {
  printResults,
  printSummary,
  sizeText,
  summarize,
  taskWarnings,
  warnOnce,
} from "./windows_summary.ts";

const PATIENCE = 60_000;

/** How windows are run. */
export interface RunOptions {
  engine: WindowEngine;
  once: boolean;
  json: boolean;
  signal: AbortSignal;
}

/** Runs windows on one engine. @returns The exit code. */
export async function runWindows(
  windows: readonly Window[],
  { engine, once, json, signal }: RunOptions,
): Promise<number> {
  const progress = openProgress({ signal });
  let results: WindowResult[];
  try {
    if (engine === "flink") {
      results = await onFlink(windows, { signal, progress, once });
      printResults(windows, results, json);
      return 0;
    }
    const { endpoints } = await ensureStack({ signal });
    const patience = once ? PATIENCE : Infinity;
    results = await withEngines(endpoints, { signal, progress, patience }, async (engines) => {
      return await explainingEmpty(engines, () => {
        if (engine === "questdb") return onQuestdb(windows, engines, { signal, progress, once });
        if (!once) return serveOnDeno(windows, engines, { signal, progress, json });
        return onDeno(windows, engines, { signal, progress });
      });
    });
  } finally {
    progress.done();
  }
  printResults(windows, results, json);
  return 0;
}

/** Kafka and QuestDB, opened. */
export type Engines = Store & { kafka: KafkaClient };

/** How a run is ended and shown. */
export interface View {
  signal: AbortSignal;
  progress: Progress;
}

/** Opens both engines for some work. */
export async function withEngines<T>(
  { kafka: endpoint, questdb }: Endpoints,
  { signal, progress, patience }: View & { patience: number },
  work: (engines: Engines) => Promise<T>,
): Promise<T> {
  const away = { patience, signal, outages: new Outages(progress.log) };
  const kafka = await connectKafka(endpoint, { ...away, find: findEngines.kafka });
  try {
    const store = { ...away, find: findEngines.questdb, onWarning: progress.log };
    return await withStore(questdb, store, (store) => work({ ...store, kafka }));
  } finally {
    await kafka.close().catch(() => {}); // all output is acknowledged: Kafka may be away by now
  }
}

/** Windows over the same stream share one reading of its topic. */
async function onDeno(
  windows: readonly Window[],
  engines: Engines,
  { signal, progress }: View,
): Promise<WindowResult[]> {
  const producer = await openProducer(engines.kafka, { signal });
  try {
    const results: WindowResult[] = [];
    for (const [stream, some] of Map.groupBy(windows, ({ from }) => from)) {
      results.push(
        ...await runDenoOnce(some, engines.kafka, {
          open: (window) => openWindowOutput(window, { ...engines, producer }),
          signal,
          onProgress: (read, all, sizes) =>
            progress.update(stream.name, read, {
              share: all === 0 ? 1 : read / all,
              note: sizes.map(sizeText).join("; "),
            }),
          onRejected: (place, reason) =>
            progress.log(`warning: ${place} is not a record of ${stream.name}: ${reason}`),
          onWarning: ({ name }, warning) => progress.log(`warning: ${name}: ${warning}`),
        }),
      );
    }
    return results;
  } finally {
    await producer.close().catch(() => {}); // all output is acknowledged, or an error is on its way
  }
}

/** Until stopped. */
async function serveOnDeno(
  windows: readonly Window[],
  engines: Engines,
  { signal, progress, json }: View & { json: boolean },
): Promise<WindowResult[]> {
  const started = performance.now();
  const producer = await openProducer(engines.kafka, { signal });
  const warn = warnOnce(progress.log);
  const names = windows.map(({ name }) => name).join(", ");
  let ready = 0;
  try {
    const served = await Promise.all(
      [...Map.groupBy(windows, ({ from }) => from)].map(([stream, some]) =>
        serveDeno(some, {
          kafka: engines.kafka,
          producer,
          open: (window) => openWindowOutput(window, { ...engines, producer }),
          signal,
          onProgress(served) {
            for (const { task } of served) {
              const { counts: { read, rejected }, state, window } = task;
              progress.update(window.name, read + rejected, { note: sizeText(state.size()) });
              warn(task, engines.kafka.topicOf(stream));
            }
          },
          onRecovered(window, records) {
            if (records > 0) {
              progress.log(`${window.name}: read ${records} records again for its open windows`);
            }
            if (++ready < windows.length) return;
            progress.log(`waiting for records of ${names}; Ctrl-C ends`);
          },
          onRejected: (place, reason) =>
            progress.log(`warning: ${place} is not a record of ${stream.name}: ${reason}`),
        })
      ),
    );
    progress.done();
    const seconds = (performance.now() - started) / 1000;
    for (const one of served.flat()) {
      const topic = engines.kafka.topicOf(one.task.window.from);
      for (const { text } of taskWarnings(one.task, topic)) console.error(text);
      printSummary(summarize(one, seconds), json);
    }
    return [];
  } finally {
    await producer.close().catch(() => {}); // all output is acknowledged, or an error is on its way
  }
}

/** A view refreshes itself with each commit, whether this process runs or not. */
async function onQuestdb(
  windows: readonly Window[],
  { db }: Engines,
  { signal, progress, once }: View & { once: boolean },
): Promise<WindowResult[]> {
  const results: WindowResult[] = [];
  for (const window of windows) {
    if (once) {
      results.push(await runQuestdbOnce(db, window, { signal }));
      continue;
    }
    await createView(db, window);
    progress.log(describeStaleness(await viewStaleness(db, window)));
  }
  return results;
}

/** As a job of Flink, which is started if none is named. */
async function onFlink(
  windows: readonly Window[],
  { signal, progress, once }: View & { once: boolean },
): Promise<WindowResult[]> {
  if (!once) {
    throw new UsageError(
      "Cannot run a window on Flink without --once yet: --print-sql prints its SQL",
    );
  }
  const { endpoints, mode } = await ensureStack({ need: ["kafka", "questdb", "flink"], signal });
  if (mode === "docker") {
    throw new UsageError("Cannot run a window on Flink in Docker yet: set TRIBUTARY_STACK=java");
  }
  return await withEngines(endpoints, { signal, progress, patience: PATIENCE }, async (engines) => {
    const results: WindowResult[] = [];
    for (const window of windows) {
      const run = () =>
        runFlinkOnce(window, {
          flink: endpoints.flink,
          kafka: engines.kafka,
          endpoint: endpoints.kafka,
          signal,
          onState: (job, state) => progress.log(`${window.name}: job ${job} ${state}`),
        });
      results.push(await explainingEmpty(engines, run));
    }
    return results;
  });
}

/** A view and how far it is behind, in words. */
export function describeStaleness({ view, status, reason, behind, refreshed }: Staleness): string {
  const last = refreshed === null ? "never refreshed" : `refreshed ${refreshed.toISOString()}`;
  const late = behind ? `, ${behind} commits behind its table` : "";
  return `${view}: ${status}, ${last}${late}${reason === null ? "" : `: ${reason}`}`;
}
