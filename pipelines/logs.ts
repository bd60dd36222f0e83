import { defineCommand, main } from "../lib/cli.ts";
import { UsageError } from "../lib/errors.ts";
import { showLogs } from "../lib/stack/mod.ts";

const ENGINES = ["kafka", "questdb"] as const;

const logs = defineCommand({
  name: "logs",
  summary: "Show what Kafka and QuestDB wrote to their logs.",
  words: "[kafka|questdb]",
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
    const engines = ENGINES.filter((engine) => args[0] === undefined || args[0] === engine);
    if (engines.length === 0) {
      throw new UsageError(
        `Cannot show logs of ${JSON.stringify(args[0])}: choose kafka or questdb`,
      );
    }
    await showLogs(engines, { ...flags, signal });
  },
});

if (import.meta.main) await main(logs);
