/** Runs windows as jobs of Apache Flink, for `deno task windows`. */
import type { FlinkEndpoint, KafkaEndpoint } from "../lib/config.ts";
import { UnavailableError } from "../lib/errors.ts";
import { Outages } from "../lib/outage.ts";
import { kafkaForFlink } from "../lib/stack/engines/flink/kafka_for_flink.ts";
import { engineFolder, ensureStack, findStack, type Mode } from "../lib/stack/mod.ts";
import { cancelWindow } from "../lib/windows/flink/cancel.ts";
import { dropFlinkWindow } from "../lib/windows/flink/drop.ts";
import { runFlinkOnce } from "../lib/windows/flink/run_once.ts";
import { requireFlinkWindow } from "../lib/windows/flink/script.ts";
import { serveFlink } from "../lib/windows/flink/serve.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { Window } from "../lib/windows/window.ts";
import { explainingEmpty } from "./windows_empty.ts";
import { type KafkaAccess, PATIENCE, type View, withKafka } from "./windows_engines.ts";

const NEED = ["kafka", "flink"] as const;

/** Flink and Kafka, and where they are for each other. */
interface FlinkAccess extends KafkaAccess {
  flink: FlinkEndpoint;
  folder: string | undefined;
  endpoint: KafkaEndpoint;
}

/** As jobs of Flink, which is started if none is named: once, or until stopped. */
export async function onFlink(
  windows: readonly Window[],
  { once, ...view }: View & { once: boolean },
): Promise<WindowResult[]> {
  for (const window of windows) requireFlinkWindow(window, { bounded: once });
  const { endpoints, mode } = await ensureStack({ need: NEED, signal: view.signal });
  const patience = once ? PATIENCE : Infinity;
  return await withKafka(endpoints.kafka, { ...view, patience }, async (access) => {
    const engines = {
      ...access,
      flink: endpoints.flink,
      folder: folderIn(mode),
      endpoint: kafkaForFlink(endpoints.kafka, mode),
    };
    return await (once ? runOnce : serve)(windows, engines, view);
  });
}

async function runOnce(
  windows: readonly Window[],
  engines: FlinkAccess,
  { signal, progress }: View,
): Promise<WindowResult[]> {
  const results: WindowResult[] = [];
  for (const window of windows) {
    const onState = (job: string, state: string) =>
      progress.log(`${window.name}: job ${job} ${state}`);
    const run = () => runFlinkOnce(window, { ...engines, signal, onState });
    results.push(await explainingEmpty(engines, run));
  }
  return results;
}

/** If one fails, the others are stopped with a savepoint. */
async function serve(
  windows: readonly Window[],
  engines: FlinkAccess,
  { signal, progress }: View,
): Promise<WindowResult[]> {
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const outages = new Outages(progress.log);
  const services = windows.map((window) =>
    serveFlink(window, {
      ...engines,
      signal: stop,
      log: progress.log,
      outages,
      find: () => findFlink(),
    })
      .catch((error) => {
        over.abort();
        throw error;
      })
  );
  await Promise.allSettled(services); // before the connections are closed
  await Promise.all(services); // throws what failed
  return [];
}

/**
 * Ends the jobs of windows, and removes what they wrote if asked. Flink is not started for that: if it is one
 * of our own and does not run, no job does.
 */
export async function changeOnFlink(
  windows: readonly Window[],
  { drop, ...view }: View & { drop: boolean },
): Promise<void> {
  const { endpoints, mode } = await ensureStack({ need: ["kafka"], signal: view.signal });
  const flink = await findFlink(mode === "external");
  await withKafka(endpoints.kafka, { ...view, patience: PATIENCE }, async (access) => {
    for (const window of windows) {
      const options = { ...access, flink, folder: folderIn(mode), signal: view.signal };
      const jobs = flink ? await cancelWindow(window, { ...options, flink }) : [];
      const lines = jobs.map((job) => `cancelled job ${job}`);
      if (drop) lines.push(...await dropFlinkWindow(window, options));
      const nothing = drop ? "has no output on flink" : "has no job on flink";
      for (const line of lines.length > 0 ? lines : [`${window.name} ${nothing}`]) {
        console.log(line);
      }
    }
  });
}

/** Where Flink is at this moment; undefined if it does not answer. @throws {UnavailableError} It must. */
async function findFlink(required = false): Promise<FlinkEndpoint | undefined> {
  try {
    return (await findStack({ need: ["flink"] })).endpoints.flink;
  } catch (error) {
    if (error instanceof UnavailableError && !required) return undefined;
    throw error;
  }
}

/** The folder in which a Flink on this machine keeps checkpoints. */
function folderIn(mode: Mode): string | undefined {
  return mode === "java" ? engineFolder("flink") : undefined;
}
