/** `deno task ingest`: a source into Kafka and on into QuestDB. */
import { defineCommand, main } from "../lib/cli.ts";
import { callersPath, namespacePrefix } from "../lib/config.ts";
import { ingest } from "../lib/delivery/ingest.ts";
import { inputs } from "../lib/delivery/inputs.ts";
import { openSource } from "../lib/delivery/open_source.ts";
import { watch } from "../lib/delivery/watch.ts";
import { emptyAccount, summarize } from "../lib/delivery/account.ts";
import { UsageError } from "../lib/errors.ts";
import { ensureStack } from "../lib/stack/mod.ts";
import { formatTable } from "../lib/table.ts";

const names = Object.keys(inputs).join("|");

await main(defineCommand({
  name: "ingest",
  summary: "Brings a source into Kafka and on into QuestDB, every record accounted for.",
  words: `<${names}> [path…]`,
  count: [1, 10_000],
  flags: {
    simulate: { type: "boolean", help: "make records instead of reading them" },
    live: {
      type: "boolean",
      help: "github: read the events API (token from GITHUB_TOKEN, optional)",
    },
    every: { type: "duration", value: "10s", help: "with --live (implied): poll again and again" },
    limit: { type: "integer", value: "n", help: "end after n records" },
    rate: { type: "rate", value: "n/s", help: "at most n records a second" },
    speed: { type: "number", value: "x", help: "follow the records' own times, x times as fast" },
    duration: { type: "duration", value: "30s", help: "end after this long" },
    start: {
      type: "string",
      value: "time",
      default: "2026-01-01T00:00:00Z",
      help: "simulator: time of the first record",
    },
    seed: {
      type: "integer",
      value: "n",
      default: 1,
      help: "simulator: same seed and start, same records",
    },
    time: {
      type: "string",
      choices: ["spread", "event", "arrival"],
      default: "spread",
      help:
        "taxi: spread the rounded starts over their 15 minutes, keep them, or take now (a second run then adds rows)",
    },
    via: {
      type: "string",
      choices: ["kafka", "direct"],
      default: "kafka",
      help: "through Kafka, or straight into QuestDB",
    },
    "no-sink": { type: "boolean", help: "stop at Kafka; deno task sink stores it later" },
    json: { type: "boolean", help: "print the summary as one line of JSON" },
  },
  examples: [
    "deno task ingest github                         # the bundled sample",
    "deno task ingest taxi trips_2022-04-01.csv.gz   # a file of the city's portal",
    "deno task ingest github --live --every 10s",
    "deno task ingest orders --simulate --rate 50 --duration 1m",
    "deno task ingest taxi history/ --via direct --json",
  ],
  async run({ flags, args: [name, ...paths], signal }) {
    const input = Object.hasOwn(inputs, name!) ? inputs[name!] : undefined;
    if (!input) throw new UsageError(`Cannot ingest ${JSON.stringify(name)}: choose ${names}`);
    const view = watch({ signal });
    try {
      const source = openSource(name!, paths.map(callersPath), { ...flags, signal, log: view.log });
      const { endpoints } = await ensureStack({ signal, log: view.log });
      const begun = performance.now();
      const accounts = await ingest(source, {
        endpoints,
        prefix: namespacePrefix(),
        via: flags.via,
        sink: !flags["no-sink"],
        signal,
        onChange: view.onChange,
        onBad: view.onBad,
      });
      view.done();
      const [main, ...others] = input.streams
        .map(({ name }) => accounts.find(({ stream }) => stream === name))
        .map((account) => account && summarize(account, performance.now() - begun));
      const first = main ?? summarize(emptyAccount(input.streams[0]), 0);
      const summaries = [first, ...others.filter((summary) => summary !== undefined)];
      if (flags.json) {
        const all = Object.fromEntries(summaries.map(({ stream, ...rest }) => [stream, rest]));
        console.log(JSON.stringify(summaries.length > 1 ? { ...first, streams: all } : first));
      } else console.log(formatTable(summaries.map((summary) => ({ ...summary }))));
      return view.verdict(accounts);
    } finally {
      view.done();
    }
  },
}));
