import { defineCommand, main } from "../lib/cli.ts";
import { defaultEngines, ensureStack, optionalEngines } from "../lib/stack/mod.ts";
import { listed, titlesOf } from "../lib/stack/engines/listed.ts";
import { engineNames } from "../lib/stack/engines/with.ts";

const names = optionalEngines.map(({ name }: { name: string }) => name);

const up = defineCommand({
  name: "up",
  summary: `Find or start ${titlesOf(defaultEngines)}, and wait until they answer.`,
  flags: {
    with: {
      type: "list",
      value: "name,…",
      help: `start optional engines too: ${
        names.length > 0 ? listed(names) : "there are none yet"
      }`,
    },
  },
  examples: ["deno task up", "deno task up --with flink", "TRIBUTARY_STACK=java deno task up"],
  async run({ flags, signal }) {
    const { mode, engines } = await ensureStack({ need: engineNames(flags.with), signal });
    for (const { title, version, where } of engines) {
      console.log(`${[title, version].filter(Boolean).join(" ")} at ${where}`);
    }
    if (mode === "external") return console.log("Mode: external");
    console.log(`Mode: ${mode}. Stop with: deno task down`);
    console.log("Passwords, for the console: deno task status --show-secrets");
  },
});

if (import.meta.main) await main(up);
