import { questdbAddress } from "../lib/config.ts";
import { defineCommand, main } from "../lib/cli.ts";
import { ensureStack } from "../lib/stack/mod.ts";

const up = defineCommand({
  name: "up",
  summary: "Find or start Kafka and QuestDB, and wait until both answer.",
  flags: {},
  examples: ["deno task up", "TRIBUTARY_STACK=java deno task up"],
  async run({ signal }) {
    const { mode, endpoints, kafkaVersion, questdbVersion } = await ensureStack({ signal });
    const { kafka, questdb } = endpoints;
    console.log(`Kafka ${kafkaVersion ?? ""} at ${kafka.brokers.join(",")}`.replace("  ", " "));
    const { host, port } = questdb.pg;
    console.log(
      `QuestDB ${questdbVersion} at http://${questdbAddress(questdb)}, SQL at ${host}:${port}`,
    );
    console.log(`Mode: ${mode}${mode === "external" ? "" : ". Stop with: deno task down"}`);
  },
});

if (import.meta.main) await main(up);
