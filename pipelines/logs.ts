import { defineCommand, main } from "../lib/cli.ts";
import { engines, showLogs } from "../lib/stack/mod.ts";

const logs = defineCommand({
  name: "logs",
  summary: "Show what the engines wrote to their logs.",
  words: `[${engines.map(({ name }) => name).join("|")}]`,
  count: [0, 1],
  flags: {
    lines: { type: "integer", value: "n", help: "last lines of each", default: 50 },
    follow: { type: "boolean", help: "go on with new lines until Ctrl-C" },
  },
  examples: [
    "deno task logs",
    "deno task logs questdb --lines 200",
    "deno task logs kafka --follow",
  ],
  async run({ args, flags, signal }) {
    await showLogs({ ...flags, only: args[0], signal });
  },
});

if (import.meta.main) await main(logs);
