/** `deno task bench`: the main paths, measured against their peers in one run. */
import { defineCommand, main } from "../lib/cli.ts";
import { UsageError } from "../lib/errors.ts";
import { ensureStack } from "../lib/stack/mod.ts";
import { runningEngines } from "../lib/stack/machine/processes.ts";
import { formatTable } from "../lib/table.ts";
import { api } from "./api/mod.ts";
import type { Bench } from "./bench.ts";
import { check } from "./check.ts";
import { csv } from "./csv.ts";
import { devices } from "./devices/mod.ts";
import { dashboard } from "./dashboard/mod.ts";
import { encoder } from "./encoder.ts";
import { flows } from "./flows/mod.ts";
import { ingest } from "./ingest.ts";
import { kafka } from "./kafka.ts";
import { kernels } from "./kernels.ts";
import { measure } from "./measure.ts";
import { notebooks } from "./notebooks.ts";
import { windows } from "./windows/mod.ts";
import { stopwatch } from "./stopwatch.ts";
import type { WaitBench } from "./wait_bench.ts";
import { type BenchResult, describeVerdict, jsonOf, tableOf, verdictsOf } from "./report.ts";

/** In running order: ingest first, before others have used memory. */
const benches: readonly Bench[] = [ingest, devices, kafka, csv, encoder, check];
const ON_ENGINES = [ingest, devices, kafka];
const waits = [windows, flows, api, dashboard, kernels, notebooks];
const WAITS_ON_ENGINES = [windows, flows, api, dashboard, notebooks];
const known = [...benches, ...waits].map(({ name }) => name);

await main(defineCommand({
  name: "bench",
  summary: [
    "Measures the main paths against their peers, in turn, and shows medians.",
    ...[...benches, ...waits].map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`),
  ].join("\n"),
  words: `[${known.join("|")}…]`,
  count: [0, known.length],
  flags: {
    runs: { type: "integer", value: "n", default: 5, help: "runs of each way, ingest at most 3" },
    check: {
      type: "boolean",
      help: "exit 1 if ours is not as many times as fast as a peer as it must be",
    },
    large: {
      type: "boolean",
      help:
        "ingest a file of 1 GB, once each way, exit 1 above 600 MB of memory; 2,000,000 rows of " +
        "devices; windows over " +
        "10,000,000 events, flows over 5,000,000 items; the API and each page for two minutes",
    },
    json: { type: "boolean", help: "print one line of JSON" },
  },
  examples: [
    "deno task bench",
    "deno task bench encoder csv --check",
    "deno task bench ingest --large",
    "deno task bench api",
    "deno task bench notebooks --runs 1",
  ],
  async run({ flags, args, signal }) {
    const unknown = args.find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new UsageError(`Cannot measure ${JSON.stringify(unknown)}: choose ${known.join("|")}`);
    }
    if (flags.runs < 1) throw new UsageError("Cannot use --runs 0: measure at least once");
    const start = performance.now();
    const log = console.error;
    const chosen = benches.filter(({ name }) => args.length === 0 || args.includes(name));
    let pids = {};
    const waited = waits.filter(({ name }) => args.length === 0 || args.includes(name));
    if (
      waited.some((wait) => WAITS_ON_ENGINES.includes(wait)) ||
      chosen.some((bench) => ON_ENGINES.includes(bench))
    ) {
      const { mode } = await ensureStack({ signal, log });
      if (mode === "java") pids = await runningEngines();
    }
    const results: BenchResult[] = [];
    for (const bench of chosen) {
      log(`Measuring ${bench.name}: ${bench.summary}`);
      const contest = await bench.open({ large: flags.large, log });
      const how = ON_ENGINES.includes(bench)
        ? { clock: (work: () => number | Promise<number>) => stopwatch(work, pids) }
        : { warmUp: true };
      results.push({ bench, ways: await measure(contest, { runs: flags.runs, signal, ...how }) });
    }
    const times: Record<string, Awaited<ReturnType<WaitBench["time"]>>> = {};
    for (const wait of waited) {
      log(`Measuring ${wait.name}: ${wait.summary}`);
      times[wait.name] = await wait.time({
        runs: flags.runs,
        large: flags.large ?? false,
        signal,
        log,
      });
    }
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    const load = Deno.loadavg().map((value) => Math.round(value * 100) / 100);
    const cores = navigator.hardwareConcurrency;
    const verdicts = [
      ...verdictsOf(results),
      ...Object.values(times).flatMap(({ verdicts = [] }) => verdicts),
    ];
    if (flags.json) {
      const own = Object.entries(times).map(([name, { json }]) => [name, json]);
      const all = { benches: jsonOf(results), ...Object.fromEntries(own) };
      console.log(JSON.stringify({ ...all, verdicts, cores, load, seconds }));
    } else {
      if (results.length > 0) {
        console.log(formatTable(tableOf(results)));
      }
      for (const { text } of Object.values(times)) console.log(`\n${text}`);
      if (verdicts.length > 0) console.log(`\n${verdicts.map(describeVerdict).join("\n")}`);
      console.log(
        `\n${cores} cores, load average ${load.join(" ")} (1, 5, 15 minutes), ${seconds} s`,
      );
    }
    const failed = verdicts.some(({ kind, met }) =>
      !met && (kind === "memory" || (kind === "ratio" || kind === "cpu") && flags.check)
    );
    return failed ? 1 : 0;
  },
}));
