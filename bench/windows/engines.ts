/** One window on the Deno engine and on Flink, and as people write it for one time, over the same topic. */
import { inNamespace } from "../../lib/config.ts";
import { runningEngines } from "../../lib/stack/machine/processes.ts";
import { ensureStack } from "../../lib/stack/mod.ts";
import { cpuTime, peakMemory } from "../stopwatch.ts";
import type { WaitOptions } from "../wait_bench.ts";
import { type CommandRun, plainCommand, windowsCommand } from "./command.ts";
import { runPlainFlink } from "./plain_flink.ts";

const WINDOW = "transactions_3s";

/**
 * Who calculates it: our engines, of which cold is the first job of a Flink that has just started; a loop
 * in Deno without checks, event time or state; SQL for Flink without checks, which counts duplicates.
 */
export type Who = "deno" | "flink, cold" | "flink, warm" | "plain loop" | "plain flink, warm";

/** One run of the window, or of something else that both engines do. */
export interface EngineRun<W extends string = Who> {
  who: W;
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
 * Runs the window on all in turn. A Flink that runs already has no cold job.
 *
 * @param events Records of the topic.
 * @throws {Error} They disagree on the number of rows or of records.
 */
export async function timeEngines(
  { namespace, events }: { namespace: string; events: number },
  { runs, signal, log }: WaitOptions,
): Promise<EngineRun[]> {
  const found: EngineRun[] = [];
  const add = (run: EngineRun) => {
    found.push(run);
    const { who, seconds, cpuSeconds } = run;
    log(`  ${who}: ${Math.round(events / seconds)}/s, CPU ${cpuSeconds.toFixed(1)} s`);
  };
  const own = { namespace, signal };
  const cold = !("flink" in await runningEngines());
  const need = ["kafka", "questdb", "flink"] as const;
  const { mode, endpoints } = await ensureStack({ need, signal, log });
  if (mode !== "java") throw new Error("Cannot measure a Flink that is no process of this machine");
  const onFlink = () => flinkRun(() => windowsCommand([WINDOW, "--engine", "flink"], own));
  const plainFlink = async () => {
    const { flink } = endpoints;
    const { kafka } = inNamespace(endpoints, `${namespace}_`);
    const seconds = await runPlainFlink({ flink, kafka }, signal);
    return { read: events, rows: found[0]!.rows, seconds };
  };
  const first = await onFlink();
  if (cold) add({ who: "flink, cold", ...first });
  await onFlink(); // until it is compiled
  for (let run = 0; run < runs; run++) {
    add({ who: "deno", ...runOf(await windowsCommand([WINDOW], own)) });
    add({ who: "flink, warm", ...await onFlink() });
    add({ who: "plain loop", ...runOf(await plainCommand(own)) });
    if (run === 0) await plainFlink();
    add({ who: "plain flink, warm", ...await flinkRun(plainFlink) });
  }
  const odd = found.find((run) => run.rows !== found[0]!.rows || run.events !== events);
  if (odd) throw new Error(`${odd.who} has ${odd.rows} rows of ${odd.events} records`);
  return found;
}

function runOf({ read, ...run }: CommandRun): Omit<EngineRun, "who"> {
  return { events: read, ...run };
}

/** What Flink's process uses for some work. */
export async function flinkRun(
  work: () => Promise<Pick<CommandRun, "read" | "rows" | "seconds">>,
): Promise<Omit<EngineRun, "who">> {
  const pid = (await runningEngines()).flink!;
  const before = await cpuTime(pid);
  const { read, rows, seconds } = await work();
  const cpuSeconds = await cpuTime(pid) - before;
  return { events: read, rows, seconds, cpuSeconds, peakBytes: await peakMemory(pid) };
}
