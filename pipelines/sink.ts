/** `deno task sink`: Kafka into QuestDB, as a service. */
import { defineCommand, main } from "../lib/cli.ts";
import { findEngines } from "../lib/delivery/find_engines.ts";
import { describeSkipped, serveSink, sinkOnce } from "../lib/delivery/serve_sink.ts";
import { withStore } from "../lib/delivery/store.ts";
import { UsageError } from "../lib/errors.ts";
import { streams } from "../lib/feeds/mod.ts";
import { connectKafka } from "../lib/kafka/client.ts";
import type { SkippedOffsets } from "../lib/kafka/consumer.ts";
import { Outages } from "../lib/outage.ts";
import { openProgress } from "../lib/progress.ts";
import { ensureStack } from "../lib/stack/mod.ts";

const stored = Object.values(streams).filter((stream) => stream.table);

await main(defineCommand({
  name: "sink",
  summary: "Stores streams from their Kafka topics in their QuestDB tables, until stopped.",
  words: "[stream…]",
  count: [0, stored.length],
  flags: {
    once: { type: "boolean", help: "store what the topics hold now, then stop" },
  },
  examples: ["deno task sink", "deno task sink taxi_trips orders --once"],
  async run({ flags, args, signal }) {
    const chosen = args.length === 0 ? stored : args.map((name) => {
      const stream = stored.find((stream) => stream.name === name);
      if (stream) return stream;
      const names = stored.map((stream) => stream.name).join(", ");
      throw new UsageError(`Cannot store ${JSON.stringify(name)}: the streams are ${names}`);
    });
    const { endpoints } = await ensureStack({ signal });
    const progress = openProgress({ signal });
    const outages = new Outages(progress.log);
    const away = { patience: flags.once ? 60_000 : Infinity, signal, outages };
    const kafka = await connectKafka(endpoints.kafka, { ...away, find: findEngines.kafka });
    let code = 0;
    function onSkipped(gap: SkippedOffsets) {
      progress.log(`${flags.once ? "error" : "warning"}: ${describeSkipped(gap)}`);
      if (flags.once) code = 1;
    }
    try {
      const store = { ...away, find: findEngines.questdb };
      await withStore(endpoints.questdb, store, async (store) => {
        await Promise.all(chosen.map(async (stream) => {
          let rows = 0;
          const onStored = (more: number) => progress.update(stream.name, rows += more);
          const options = { ...store, kafka, signal, onStored, onSkipped };
          if (flags.once) await sinkOnce(stream, options);
          else await serveSink(stream, { ...options, onTrouble: progress.log });
        }));
      });
    } finally {
      progress.done();
      await kafka.close().catch(() => {}); // everything is committed: Kafka may be away by now
    }
    return code;
  },
}));
