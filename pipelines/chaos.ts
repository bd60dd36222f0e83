/** `deno task chaos`: fault injection. Is every record accounted for, whatever is killed? */
import { runChaos } from "../lib/chaos/run.ts";
import { chosen, defaultRate, FAULTS, TARGETS, targetsOf } from "../lib/chaos/options.ts";
import { faultsOf, reportText } from "../lib/chaos/report.ts";
import { grown } from "../lib/chaos/soak.ts";
import { defineCommand, main } from "../lib/cli.ts";
import { UsageError } from "../lib/errors.ts";

await main(defineCommand({
  name: "chaos",
  summary:
    "Sends records into QuestDB on engines of its own, kills and stops everything meanwhile, and " +
    "compares every record.",
  flags: {
    rows: { type: "integer", value: "n", help: "number of records (default 100000)" },
    rate: {
      type: "rate",
      value: "n/s",
      help:
        "records per second (default: every target is killed about three times, at most 10000/s)",
    },
    duration: { type: "duration", value: "d", help: "send for this long, 30m, instead of --rows" },
    kill: {
      type: "list",
      value: TARGETS.join(","),
      help: "what to kill in turn, or none (default: all)",
    },
    every: { type: "duration", value: "s", help: "time between two kills", default: "5s" },
    faults: {
      type: "list",
      value: FAULTS.join(","),
      help: "also drop the table, delete the topic and create it again (default: neither)",
    },
    seed: { type: "integer", value: "n", help: "chooses records and moments", default: 1 },
    json: { type: "boolean", help: "print one line of JSON" },
  },
  examples: [
    "deno task chaos",
    "deno task chaos --rows 1000000 --every 5s",
    "deno task chaos --rate 5000 --duration 30m --every 60s",
  ],
  async run({ flags, signal }) {
    const { duration, seed, json, every } = flags;
    const kill = targetsOf(flags.kill);
    const faults = chosen("faults", flags.faults, FAULTS);
    if (every < 500) throw new UsageError("Cannot use --every: at least 500ms");
    const rows = flags.rows ?? (duration === undefined ? 100_000 : Infinity);
    if (rows < 1) throw new UsageError("Cannot use --rows 0: at least 1");
    const rate = flags.rate ?? defaultRate(rows, kill.length, every);
    const log = (line: string) => console.error(line);
    const options = { rows, rate, duration, kill, every, seed, faults, signal, log };
    const report = await runChaos(options);
    console.log(json ? JSON.stringify(report) : reportText(report));
    const wrong = faultsOf(report, duration === undefined ? rows : undefined);
    if (report.soak) wrong.push(...grown(report.soak, rate));
    if (wrong.length === 0) return 0;
    console.error(
      `error: Not every record is accounted for, or something grew: ${wrong.join(", ")}`,
    );
    return 1;
  },
}));
