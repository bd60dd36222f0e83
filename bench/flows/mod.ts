/** `deno task bench flows`: the enrichment in this process beside a temporal join of Flink, on the same topics. */
import { inNamespace } from "../../lib/config.ts";
import type { FlowSummary } from "../../lib/flows/flow_tally.ts";
import { enrichment } from "../../lib/flows/mod.ts";
import { flowGroup } from "../../lib/flows/open_flow.ts";
import { ensureStack } from "../../lib/stack/mod.ts";
import { formatTable } from "../../lib/table.ts";
import type { Verdict } from "../report.ts";
import type { WaitBench, WaitOptions } from "../wait_bench.ts";
import { measuredTask } from "../windows/command.ts";
import { type EngineRun, flinkRun } from "../windows/engines.ts";
import { engineTable, figuresOf } from "../windows/report.ts";
import { runTemporalJoin } from "./temporal_join.ts";
import { type FilledTopics, withItems } from "./topic.ts";

const ITEMS = 1_000_000;
const LARGE = 5_000_000;
/** The target: items that one core enriches in a second. */
const PER_CPU_SECOND = 100_000;

/** What `deno task flow --json` prints. */
interface FlowsSummary {
  flows: Record<"enrichment", FlowSummary>;
  seconds: number;
}

type Run = EngineRun<"deno" | "flink, warm">;

/** One flow on two engines: items a second, CPU, memory. */
export const flows: WaitBench = {
  name: "flows",
  summary: "order items with their product: a flow beside a temporal join of Flink",
  async time(options) {
    const items = options.large ? LARGE : ITEMS;
    options.log(`  ${items} order items and 80 products`);
    let runs: Run[] = [];
    await withItems(items, async (topics) => {
      runs = await timeBoth({ ...topics, items }, options);
    });
    const text = `enrichment, from Kafka to Kafka, medians:\n${formatTable(engineTable(runs))}`;
    return { json: runs, text, verdicts: verdictsOf(runs) };
  },
};

async function timeBoth(
  { kafka: own, namespace, items }: FilledTopics & { items: number },
  { runs, signal, log }: WaitOptions,
): Promise<Run[]> {
  const need = ["kafka", "questdb", "flink"] as const;
  const { mode, endpoints } = await ensureStack({ need, signal, log });
  if (mode !== "java") throw new Error("Cannot measure a Flink that is no process of this machine");
  const found: Run[] = [];
  const add = (run: Run) => {
    found.push(run);
    const { who, rows, seconds, cpuSeconds } = run;
    log(`  ${who}: ${Math.round(items / seconds)}/s, CPU ${cpuSeconds.toFixed(1)} s`);
    if (rows !== items) throw new Error(`${who} has written ${rows} records for ${items} items`);
  };
  const { kafka } = inNamespace(endpoints, `${namespace}_`);
  const onDeno = async (): Promise<Omit<Run, "who">> => {
    const words = ["enrichment", "--once", "--json"];
    const { out, usage } = await measuredTask("flow", words, { namespace, signal });
    const { flows: { enrichment: { read, written } }, seconds } = out as FlowsSummary;
    const group = flowGroup(own, enrichment);
    await own.administer("forget how far it was", (admin) => admin.deleteGroups([group]));
    return { events: read, rows: written, seconds, ...usage };
  };
  const onFlink = () =>
    flinkRun(async () => ({
      read: items,
      ...await runTemporalJoin({ flink: endpoints.flink, kafka }, signal),
    }));
  await onFlink(); // until it is compiled
  for (let run = 0; run < runs; run++) {
    add({ who: "deno", ...await onDeno() });
    add({ who: "flink, warm", ...await onFlink() });
  }
  return found;
}

/** The targets: items a CPU-second, and no more CPU than Flink. */
function verdictsOf(runs: readonly Run[]): Verdict[] {
  const [deno, flink] = (["deno", "flink, warm"] as const)
    .map((name) => figuresOf(runs.filter(({ who }) => who === name)));
  const cpu = deno!.cpuPerMillion / flink!.cpuPerMillion;
  const speed = deno!.perCpuSecond;
  return [
    {
      ...{ kind: "speed", bench: "flows", way: "deno, a CPU-second" } as const,
      ...{ wanted: PER_CPU_SECOND, got: speed, met: speed >= PER_CPU_SECOND },
    },
    {
      ...{ kind: "cpu", bench: "flows", way: "flink, warm" } as const,
      ...{ wanted: 1, got: cpu, met: cpu <= 1 },
    },
  ];
}
