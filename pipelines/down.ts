import { defineCommand, main } from "../lib/cli.ts";
import { listed } from "../lib/stack/engines/listed.ts";
import { stopStack } from "../lib/stack/mod.ts";

const down = defineCommand({
  name: "down",
  summary: "Stop the engines that up started. Their data stays.",
  flags: {
    purge: { type: "boolean", help: "delete their data too: topics, tables, logs" },
  },
  examples: ["deno task down", "deno task down --purge"],
  async run({ flags, signal }) {
    const stopped = await stopStack({ purge: flags.purge, signal });
    console.log(stopped.length > 0 ? `Stopped ${listed(stopped)}` : "Nothing was running");
    if (flags.purge) console.log("Deleted their data");
  },
});

if (import.meta.main) await main(down);
