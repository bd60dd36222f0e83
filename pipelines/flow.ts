/** `deno task flow`: streams into streams, as a service. */
import { defineCommand, main } from "../lib/cli.ts";
import { findEngines } from "../lib/delivery/find_engines.ts";
import { describeSkipped } from "../lib/delivery/serve_sink.ts";
import { watch } from "../lib/delivery/watch.ts";
import { messageOf, UsageError } from "../lib/errors.ts";
import type { Flow } from "../lib/flows/define.ts";
import { findFlow } from "../lib/flows/find.ts";
import { FlowTally } from "../lib/flows/flow_tally.ts";
import { flows } from "../lib/flows/mod.ts";
import { flowOnce, serveFlow } from "../lib/flows/serve_flow.ts";
import { connectKafka } from "../lib/kafka/client.ts";
import { Outages } from "../lib/outage.ts";
import { openProgress } from "../lib/progress.ts";
import { printFailure } from "../lib/safe_console.ts";
import { ensureStack } from "../lib/stack/mod.ts";
import { formatTable } from "../lib/table.ts";

await main(defineCommand({
  name: "flow",
  summary: "Runs flows, which read streams and write others, until stopped.",
  words: "<name…>",
  count: [0, flows.length],
  flags: {
    list: { type: "boolean", help: "show the declared flows" },
    once: {
      type: "boolean",
      help: "handle what the topics hold now, then stop; fails if offsets expired unread",
    },
    wait: {
      type: "duration",
      value: "10s",
      help: "how long a record waits for the row that it is joined to; by default as declared",
    },
    patience: {
      type: "duration",
      help: "how long to wait for Kafka while it is away; by default 60s with --once, else forever",
    },
    json: { type: "boolean", help: "print what was read and written as JSON at the end" },
  },
  examples: [
    "deno task flow --list",
    "deno task flow enrichment order_state           # deno task sink stores what they write",
    "deno task flow enrichment --once --wait 1s --json",
  ],
  async run({ flags, args, signal }) {
    if (flags.list) return list(flags.json);
    if (args.length === 0) {
      throw new UsageError("Cannot run flows without a name: deno task flow --list shows them");
    }
    const chosen = [...new Set(args)].map(findFlow);
    const progress = openProgress({ signal });
    const view = watch({ signal, progress });
    const tallies = chosen.map((flow) => new FlowTally(flow));
    let started = performance.now();
    async function runAll(): Promise<PromiseSettledResult<void>[]> {
      const { endpoints } = await ensureStack({ signal, need: ["kafka"] });
      const patience = flags.patience ?? (flags.once ? 60_000 : Infinity);
      const outages = new Outages(progress.log);
      const away = { patience, signal, outages, find: findEngines.kafka };
      const kafka = await connectKafka(endpoints.kafka, away);
      started = performance.now();
      if (!flags.once) {
        const names = chosen.flatMap(({ inputs }) => inputs.map(({ from }) => from.name));
        view.log(`waiting for new records of ${[...new Set(names)].join(", ")}; Ctrl-C ends`);
      }
      try {
        return await Promise.allSettled(tallies.map(async (tally) => {
          const { flow } = tally;
          const options = {
            kafka,
            signal,
            wait: flags.wait,
            onWarning: view.log,
            onBad: view.onBad,
            onOpen: tally.opened,
            onWritten: (count: number) => progress.update(flow.to.name, tally.written += count),
            onSkipped(gap: Parameters<typeof describeSkipped>[0]) {
              const expired = gap.why === "expired";
              if (expired) tally.lost += gap.to - gap.from;
              view.log(`${expired && flags.once ? "error" : "warning"}: ${describeSkipped(gap)}`);
            },
          };
          if (flags.once) await flowOnce(flow, options);
          else await serveFlow(flow, { ...options, onTrouble: view.log });
        }));
      } finally {
        await kafka.close().catch(() => {}); // everything is committed: Kafka may be away by now
      }
    }
    const isInterrupt = (error: unknown) =>
      signal.aborted && (error as Error)?.name === "AbortError";
    const results = await runAll()
      .catch((error): PromiseSettledResult<void>[] => {
        if (isInterrupt(error)) return []; // what was written by now is still reported
        throw error;
      })
      .finally(view.done);
    const seconds = Math.round(performance.now() - started) / 1000;
    const summaries = tallies.map((tally) => tally.summary());
    if (flags.json) {
      const byName = Object.fromEntries(summaries.map(({ flow, ...rest }) => [flow, rest]));
      console.log(JSON.stringify({ flows: byName, seconds }));
    } else console.log(formatTable(summaries.map((row) => ({ ...row }))));
    const failed = results.flatMap((result, i) =>
      result.status === "fulfilled" || isInterrupt(result.reason)
        ? []
        : [{ name: chosen[i]!.name, error: result.reason as unknown }]
    );
    if (failed[0] && chosen.length === 1) throw failed[0].error;
    for (const { name, error } of failed) printFailure(`${name}: ${messageOf(error)}`);
    const problems = signal.aborted ? [] : tallies.flatMap((tally) => tally.problem() ?? []);
    for (const problem of problems) {
      if (flags.once) printFailure(problem);
      else view.log(`warning: ${problem}`);
    }
    return failed.length > 0 || flags.once && problems.length > 0 ? 1 : 0;
  },
}));

function list(json: boolean): void {
  const rows = flows.map(describe);
  if (json) console.log(JSON.stringify(rows));
  else console.log(formatTable(rows));
}

function describe({ name, inputs, to }: Flow) {
  const reads = inputs.map(({ from, table }) =>
    table ? `${from.name} × ${table.stream.name} by ${table.by}` : from.name
  );
  return { flow: name, reads: reads.join(", "), writes: to.name };
}
