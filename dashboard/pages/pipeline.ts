import { deadLetters } from "../../lib/streams/dead_letters.ts";
import { definePage } from "../define_page.ts";
import { groupLags } from "../streams/lags.ts";
import { chaosRuns } from "./pipeline/chaos_runs.ts";
import { enginesNow } from "./pipeline/engines_now.ts";
import { replayCommand } from "./pipeline/replay_command.ts";
import { tableStorage } from "./pipeline/storage.ts";
import { streamRates } from "./pipeline/stream_rates.ts";

/** Whether the pipeline is well: rates, latency, lag, dead letters, engines. */
export const pipelinePage = definePage({
  name: "pipeline",
  title: "Pipeline",
  path: "/pipeline",
  intro:
    "From Kafka into QuestDB, as it is now: rates, lag, what was refused, and what the engines take.",
  period: "none",
  panels: [
    {
      id: "totals",
      title: "All streams",
      size: "full",
      rows: async (context) => {
        const streams = await streamRates(context);
        const letters = await context.has(deadLetters)
          ? await context.sql<{ open: number }>`
            select count() open from ${deadLetters} where replayed is null`
          : [];
        const sum = (name: "produced" | "stored" | "lag") => {
          const known = streams.flatMap((stream) => stream[name] ?? []);
          return known.length > 0 ? known.reduce((a, b) => a + b, 0) : null;
        };
        const latencies = streams.flatMap(({ latency }) => latency ?? []);
        return [{
          produced: sum("produced"),
          stored: sum("stored"),
          lag: sum("lag"),
          latency: latencies.length > 0 ? Math.max(...latencies) : null,
          letters: letters[0]?.open ?? 0,
        }];
      },
      view: {
        kind: "metrics",
        metrics: [
          { value: "produced", label: "Produced into topics", format: "rate" },
          { value: "stored", label: "Stored in tables", format: "rate" },
          { value: "lag", label: "Messages not stored yet" },
          { value: "latency", label: "Record to storage, slowest stream", format: "duration" },
          { value: "letters", label: "Open dead letters" },
        ],
      },
    },
    {
      id: "rates",
      title: "Rates and latency by stream",
      note:
        "Latency: from the newest record's time until its table was written, if both are of now",
      size: "twoThirds",
      height: 420,
      empty: "deno task demo",
      rows: streamRates,
      view: {
        kind: "table",
        columns: [
          { name: "stream", link: "page" },
          { name: "produced", format: "rate" },
          { name: "stored", format: "rate" },
          { name: "lag" },
          { name: "latency", format: "duration", wide: true },
          { name: "written", label: "last written", format: "ago", wide: true },
        ],
      },
    },
    {
      id: "engines",
      title: "Engines",
      note: "Memory of their processes and size of their folders, if they run on this machine",
      size: "third",
      height: 160,
      empty: "deno task up",
      rows: () => enginesNow(),
      view: {
        kind: "table",
        columns: [
          { name: "engine" },
          { name: "state" },
          { name: "memory", format: "bytes" },
          { name: "disk", format: "bytes" },
          { name: "version", wide: true },
        ],
      },
    },
    {
      id: "dead_letters",
      title: "Dead letters by reason",
      note:
        "Rejected records that were not sent again yet, of all times; sent again after what refused them is fixed",
      size: "full",
      height: 180,
      none: "No dead letters",
      rows: async ({ sql, has }) => {
        if (!await has(deadLetters)) return [];
        const rows = await sql<{ stream: string; reason: string }>`
          select stream, field, reason, count() letters, max(attempts) attempts, max(timestamp) last
          from ${deadLetters} where replayed is null order by letters desc limit 200`;
        return rows.map((row) => ({ ...row, command: replayCommand(row.stream, row.reason) }));
      },
      view: {
        kind: "table",
        columns: [
          { name: "stream" },
          { name: "letters" },
          { name: "reason" },
          { name: "field", wide: true },
          { name: "attempts", wide: true },
          { name: "last", format: "ago", wide: true },
        ],
        commands: [{ name: "command", label: "Copy the replay command" }],
      },
    },
    {
      id: "groups",
      title: "Consumer groups",
      note: "Messages of each topic that a group has not committed yet",
      height: 420,
      none: "No consumer group yet",
      rows: async ({ services }) => {
        const [groups, { prefix }] = await Promise.all([groupLags(services), services.kafka()]);
        return groups.map(({ group, topic, state, members, lag }) => ({
          group: group.slice(prefix.length),
          topic: topic?.startsWith(prefix) ? topic.slice(prefix.length) : topic,
          state,
          members,
          lag,
        }));
      },
      view: {
        kind: "table",
        filter: true,
        columns: [
          { name: "group" },
          { name: "topic", wide: true },
          { name: "lag" },
          { name: "state", wide: true },
          { name: "members", wide: true },
        ],
      },
    },
    {
      id: "storage",
      title: "Storage by table",
      note: "As QuestDB tells; a table's files are made larger than its rows at first",
      height: 420,
      every: 5,
      empty: "deno task demo",
      rows: tableStorage,
      view: {
        kind: "table",
        filter: true,
        columns: [
          { name: "table" },
          { name: "rows" },
          { name: "partitions", wide: true },
          { name: "size", format: "bytes", bar: true },
          { name: "waiting", label: "not applied", wide: true },
          { name: "state", wide: true },
        ],
      },
    },
    {
      id: "chaos",
      title: "Fault injection",
      note:
        "It runs on engines of its own: those above are never killed. A dashboard in a container " +
        "does not see what runs on its host",
      size: "full",
      height: 84,
      none: "No fault injection runs. Start it with: deno task chaos",
      rows: () => chaosRuns(),
      view: {
        kind: "table",
        columns: [
          { name: "run", format: "code" },
          { name: "since", format: "ago" },
          { name: "records", label: "records acknowledged" },
          { name: "engines", label: "engines that are up now" },
        ],
      },
    },
  ],
});
