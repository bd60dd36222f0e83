/** `deno task sink`: Kafka into QuestDB, as a service. */
import { defineCommand, main } from "../lib/cli.ts";
import { findEngines } from "../lib/delivery/find_engines.ts";
import { describeSkipped, serveSink, sinkOnce } from "../lib/delivery/serve_sink.ts";
import { withStore } from "../lib/delivery/store.ts";
import { watch } from "../lib/delivery/watch.ts";
import { messageOf, UsageError } from "../lib/errors.ts";
import { streams } from "../lib/feeds/mod.ts";
import { flowStreams } from "../lib/flows/mod.ts";
import { connectKafka } from "../lib/kafka/client.ts";
import type { SkippedOffsets } from "../lib/kafka/consumer.ts";
import { Outages } from "../lib/outage.ts";
import { UnknownFields } from "../lib/processing/unknown_fields.ts";
import { openProgress } from "../lib/progress.ts";
import { printFailure } from "../lib/safe_console.ts";
import { ensureStack } from "../lib/stack/mod.ts";
import type { Rejection } from "../lib/streams/rejection.ts";
import type { Stream } from "../lib/streams/stream.ts";
import { formatTable } from "../lib/table.ts";
import { windows } from "../lib/windows/find.ts";
import { outputStream } from "../lib/windows/output.ts";

/** Of a stream without a table, the dead letters are stored. */
const all: Stream[] = [...Object.values(streams), ...Object.values(flowStreams)];
/** What windows write on Flink, which itself only writes topics; stored if they are named. */
const rowsOfFlink = windows.map((window) => outputStream(window, "flink"));

await main(defineCommand({
  name: "sink",
  summary: "Stores streams from their Kafka topics in their QuestDB tables, until stopped.",
  words: "[stream…]",
  count: [0, all.length + rowsOfFlink.length],
  flags: {
    once: {
      type: "boolean",
      help: "store what the topics hold now, then stop; fails if offsets expired unread",
    },
    patience: {
      type: "duration",
      help:
        "how long to wait for Kafka or QuestDB while it is away; by default 60s with --once, else forever",
    },
    json: { type: "boolean", help: "print what was stored and refused as JSON at the end" },
  },
  examples: [
    "deno task sink",
    "deno task sink taxi_trips orders --once",
    "deno task sink transactions_3s_flink",
  ],
  async run({ flags, args, signal }) {
    const names = [...new Set(args)];
    const chosen = args.length === 0 ? all : names.map((name) => {
      const stream = [...all, ...rowsOfFlink].find((stream) => stream.name === name);
      if (stream) return stream;
      const known = all.map((stream) => stream.name).join(", ");
      throw new UsageError(
        `Cannot store ${JSON.stringify(name)}: the streams are ${known}, and the rows ` +
          "of a window on Flink, such as transactions_3s_flink",
      );
    });
    let started = performance.now();
    const progress = openProgress({ signal });
    const view = watch({ signal, progress });
    const tallies = chosen.map(({ name }) => ({
      stream: name,
      stored: 0,
      deadLettered: 0,
      tombstones: 0,
      unknownFields: 0,
      lost: 0,
    }));
    const unknown = new UnknownFields({ onFirst: view.onUnknown });
    async function storeAll(): Promise<PromiseSettledResult<void>[]> {
      const { endpoints } = await ensureStack({ signal });
      const outages = new Outages(progress.log);
      const patience = flags.patience ?? (flags.once ? 60_000 : Infinity);
      const away = { patience, signal, outages };
      const kafka = await connectKafka(endpoints.kafka, { ...away, find: findEngines.kafka });
      started = performance.now();
      if (!flags.once) {
        const few = chosen.length <= 3 ? chosen.map(({ name }) => name).join(", ") : "";
        view.log(`waiting for new records of ${few || `${chosen.length} streams`}; Ctrl-C ends`);
      }
      const store = { ...away, find: findEngines.questdb, onWarning: view.log };
      try {
        return await withStore(endpoints.questdb, store, (store) =>
          // Each to its end: what is wrong with one table must not keep the other streams waiting.
          Promise.allSettled(chosen.map(async (stream, i) => {
            const tally = tallies[i]!;
            const options = {
              ...store,
              kafka,
              signal,
              onWarning: view.log,
              onStored(rows: number) {
                progress.update(stream.name, tally.stored += rows);
              },
              onBad(rejection: Rejection) {
                tally.deadLettered++;
                view.onBad(rejection);
              },
              onTombstone: () => void tally.tombstones++,
              onUnknown(names: readonly string[]) {
                unknown.add(stream, names);
                tally.unknownFields = unknown.count(stream);
              },
              onSkipped(gap: SkippedOffsets) {
                const expired = gap.why === "expired";
                if (expired) tally.lost += gap.to - gap.from;
                view.log(`${expired && flags.once ? "error" : "warning"}: ${describeSkipped(gap)}`);
              },
            };
            if (flags.once) await sinkOnce(stream, options);
            else await serveSink(stream, { ...options, onTrouble: view.log });
          })));
      } finally {
        await kafka.close().catch(() => {}); // everything is committed: Kafka may be away by now
      }
    }
    const isInterrupt = (error: unknown) =>
      signal.aborted && (error as Error)?.name === "AbortError";
    const results = await storeAll()
      .catch((error): PromiseSettledResult<void>[] => {
        if (isInterrupt(error)) return []; // what is stored by now is still reported
        throw error;
      })
      .finally(view.done);
    const seconds = Math.round(performance.now() - started) / 1000;
    if (flags.json) {
      const streams = Object.fromEntries(tallies.map(({ stream, ...tally }) => [stream, tally]));
      console.log(JSON.stringify({ streams, seconds }));
    } else console.log(formatTable(tallies));
    const failed = results.flatMap((result, i) =>
      result.status === "fulfilled" || isInterrupt(result.reason)
        ? []
        : [{ name: chosen[i]!.name, error: result.reason as unknown }]
    );
    if (failed[0] && chosen.length === 1) throw failed[0].error;
    for (const [message, some] of Map.groupBy(failed, ({ error }) => messageOf(error))) {
      printFailure(`${some.map(({ name }) => name).join(", ")}: ${message}`);
    }
    return failed.length > 0 || flags.once && tallies.some(({ lost }) => lost > 0) ? 1 : 0;
  },
}));
