/** One window on the Deno engine and on Flink, over the same topic. */
import { cpuTime, peakMemory } from "../stopwatch.ts";
import { runningEngines } from "../../lib/stack/machine/processes.ts";
import { ensureStack } from "../../lib/stack/mod.ts";
import type { WaitOptions } from "../wait_bench.ts";
import { windowsCommand } from "./command.ts";

const WINDOW = "transactions_3s";

/** One run of the window. */
export interface EngineRun {
  /** `flink, cold`: the first job of a Flink that has just started. */
  engine: "deno" | "flink, cold" | "flink, warm";
  events: number;
  rows: number;
  /** From the start of reading until all rows are stored: of Flink, with the submission of its job. */
  seconds: number;
  /** Of the Deno process, with its start; of Flink, of its process alone, without our command. */
  cpuSeconds: number;
  /** Of Flink since its start; undefined where the system does not say it. */
  peakBytes: number | undefined;
}

/**
 * Runs the window on both engines in turn. A Flink that runs already has no cold job.
 *
 * @throws {Error} The engines disagree on the number of rows.
 */
export async function timeEngines(
  namespace: string,
  { runs, signal, log }: WaitOptions,
): Promise<EngineRun[]> {
  const found: EngineRun[] = [];
  const cold = !("flink" in await runningEngines());
  for (let run = 0; run < runs; run++) {
    found.push(await onDeno(namespace, signal));
    if (run === 0) {
      const { mode } = await ensureStack({ need: ["kafka", "questdb", "flink"], signal, log });
      if (mode !== "java") {
        throw new Error("Cannot measure Flink that is no process of this machine");
      }
      const first = await onFlink(namespace, signal);
      if (cold) found.push({ ...first, engine: "flink, cold" });
      await onFlink(namespace, signal); // and once more, until it is compiled
    }
    found.push(await onFlink(namespace, signal));
    const last = found.slice(-2).map(({ engine, events, rows, seconds, cpuSeconds }) =>
      `${engine} ${Math.round(events / seconds)}/s, ${rows} rows, CPU ${cpuSeconds.toFixed(1)} s`
    );
    log(`  ${last.join("; ")}`);
  }
  const [{ rows }] = found as [EngineRun];
  if (found.some((run) => run.rows !== rows)) throw new Error("The engines' rows differ in number");
  return found;
}

async function onDeno(namespace: string, signal: AbortSignal): Promise<EngineRun> {
  const { read, rows, seconds, cpuSeconds, peakBytes } = await windowsCommand([WINDOW], {
    namespace,
    signal,
  });
  return { engine: "deno", events: read, rows, seconds, cpuSeconds, peakBytes };
}

async function onFlink(namespace: string, signal: AbortSignal): Promise<EngineRun> {
  const pid = (await runningEngines()).flink!;
  const before = await cpuTime(pid);
  const words = [WINDOW, "--engine", "flink"];
  const { read, rows, seconds } = await windowsCommand(words, { namespace, signal });
  return {
    engine: "flink, warm",
    events: read,
    rows,
    seconds,
    cpuSeconds: await cpuTime(pid) - before,
    peakBytes: await peakMemory(pid),
  };
}
