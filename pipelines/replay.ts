/** `deno task replay`: dead letters again, after a fix. */
import { defineCommand, main } from "../lib/cli.ts";
import { namespacePrefix } from "../lib/config.ts";
import { REASONS_VIEW } from "../lib/delivery/letter_table.ts";
import { replayReport } from "../lib/delivery/replay_report.ts";
import { parseSince } from "../lib/delivery/replay_since.ts";
import { replayStream } from "../lib/delivery/replay_stream.ts";
import { UsageError } from "../lib/errors.ts";
import { streams } from "../lib/feeds/mod.ts";
import { flowStreams } from "../lib/flows/mod.ts";
import { nearest } from "../lib/nearest.ts";
import { openProgress } from "../lib/progress.ts";
import { ensureStack } from "../lib/stack/mod.ts";

const prefix = tablePrefix();

await main(defineCommand({
  name: "replay",
  summary: "Sends a stream's dead letters to its topic again, after what refused them is fixed.\n" +
    "Each is marked in the dead-letter topic, so it is sent once; refused again, it has a new letter.\n" +
    `Open letters by reason: --dry-run, or deno task sql 'select * from ${prefix}${REASONS_VIEW}'.\n` +
    `Letters of ingest --via direct are only in the table ${prefix}dead_letters: ingest their file again.`,
  words: "<stream>",
  count: [1, 1],
  flags: {
    reason: {
      type: "string",
      value: "text",
      help: "only letters whose field or reason contains it; case does not matter",
    },
    since: {
      type: "string",
      value: "time|2h",
      help: "only letters refused since this time, or in the last 2h",
    },
    limit: { type: "integer", value: "n", help: "send at most n letters" },
    "max-attempts": {
      type: "integer",
      value: "n",
      default: 3,
      help: "keep records that were sent again n times already",
    },
    "dry-run": { type: "boolean", help: "count the letters by reason; send nothing" },
    "no-sink": { type: "boolean", help: "stop at Kafka; deno task sink stores them later" },
    json: { type: "boolean", help: "print the summary as one line of JSON" },
  },
  examples: [
    "deno task replay taxi_trips --dry-run                       # what is open, and why",
    "deno task replay taxi_trips --reason 'fare must be' --limit 10",
    "deno task replay github_events --since 2h --json",
  ],
  async run({ flags, args: [name], signal }) {
    const stream = streamOf(name!);
    const since = flags.since === undefined ? undefined : parseSince(flags.since, Date.now());
    const dryRun = flags["dry-run"], maxAttempts = flags["max-attempts"];
    if (maxAttempts < 1) throw new UsageError("Cannot use --max-attempts 0: write 1 or more");
    if (flags.limit === 0) throw new UsageError("Cannot use --limit 0: write 1 or more");
    const sink = !flags["no-sink"] && !dryRun && stream.table;
    const progress = openProgress({ signal });
    const report = replayReport(stream, { ...flags, dryRun, maxAttempts, log: progress.log });
    const { endpoints } = await ensureStack({
      signal,
      log: progress.log,
      need: sink ? ["kafka", "questdb"] : ["kafka"],
    });
    const started = performance.now();
    try {
      const { reason, limit } = flags;
      const choice = { reason, since, limit, maxAttempts, dryRun };
      const how = { ...choice, ...report.calls, sink, signal, onWarning: progress.log };
      const result = await replayStream(stream, { ...how, endpoints });
      progress.done();
      const seconds = Math.round(performance.now() - started) / 1000;
      console.log(report.summary({ ...result, seconds }));
      return signal.aborted ? 0 : report.verdict(result);
    } finally {
      progress.done();
    }
  },
}));

function tablePrefix(): string {
  try {
    return namespacePrefix();
  } catch {
    return ""; // the command says what is wrong with the namespace
  }
}

function streamOf(name: string) {
  const all = [...Object.values(streams), ...Object.values(flowStreams)];
  const stream = all.find((stream) => stream.name === name);
  if (stream) return stream;
  const close = nearest(name, all.map((stream) => stream.name));
  const hint = close.length > 0 ? `. Did you mean ${close.join(" or ")}?` : "";
  const names = all.map((stream) => stream.name).join(", ");
  throw new UsageError(`Cannot replay ${JSON.stringify(name)}: the streams are ${names}${hint}`);
}
