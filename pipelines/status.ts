import { defineCommand, main } from "../lib/cli.ts";
import { stackStatus } from "../lib/stack/mod.ts";

const status = defineCommand({
  name: "status",
  summary: "Show where Kafka and QuestDB are and whether they answer.",
  flags: {
    json: { type: "boolean", help: "print one JSON object on one line" },
  },
  examples: ["deno task status", "deno task status --json"],
  async run({ flags }) {
    const found = await stackStatus();
    if (flags.json) return console.log(JSON.stringify(found));
    const { mode, kafka, questdb } = found;
    const rows = [
      ["engine", "state", "version", "address"],
      ["Kafka", kafka.up ? "up" : "down", kafka.version ?? "-", kafka.address ?? "-"],
      [
        "QuestDB",
        questdb.up ? "up" : "down",
        questdb.version ?? "-",
        questdb.http ? `http ${questdb.http}, pg ${questdb.pg}` : "-",
      ],
    ];
    for (const [engine, state, version, address] of rows) {
      console.log(`${engine!.padEnd(9)}${state!.padEnd(7)}${version!.padEnd(9)}${address}`);
    }
    console.log(`mode: ${mode ?? "nothing was started here"}`);
    if (!kafka.up || !questdb.up) console.error("Start it with: deno task up");
  },
});

if (import.meta.main) await main(status);
